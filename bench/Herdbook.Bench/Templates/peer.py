"""Renders the cases of a JSON file with CPython's Jinja2; prints microseconds and the texts as JSON."""
import json
import platform
import sys
import time

import jinja2

cases = json.load(open(sys.argv[1], encoding="utf-8"))
seconds = float(sys.argv[2])


def measure(work):
    end = time.perf_counter() + seconds / 3
    while time.perf_counter() < end:
        work()
    rounds, begin = 0, time.perf_counter()
    while (took := time.perf_counter() - begin) < seconds:
        work()
        rounds += 1
    return took / rounds * 1e6


answers = []
for case in cases:
    env = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
    template = env.from_string(case["source"])
    answers.append({
        "render": measure(lambda: template.render(case["vars"])),
        "parse": measure(lambda: jinja2.Environment(trim_blocks=True, lstrip_blocks=True).from_string(case["source"]).render(case["vars"])),
        "text": template.render(case["vars"]),
    })
print(json.dumps({"name": f"Jinja2 {jinja2.__version__}, Python {platform.python_version()}", "answers": answers}))
