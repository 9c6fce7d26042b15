"""Answers, one JSON object a line, what CPython's Jinja2 makes of a template or of a single operation.

Values travel as Python literals; Markup(...) and Undefined are known besides. A refusal is answered as
{"error": its kind, "message": ...}.
"""

import json
import operator
import resource
import signal
import sys
import types

import jinja2
import jinja2.sandbox
from jinja2.nodes import EvalContext
from markupsafe import Markup

POLICIES = {"default": jinja2.Undefined, "strict": jinja2.StrictUndefined, "chainable": jinja2.ChainableUndefined}
OPERATORS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge, "in": lambda a, b: a in b, "neg": operator.neg, "pos": operator.pos,
    "not": operator.not_, "str": str, "repr": repr, "slice": lambda a, b, c, d: a[b:c:d],
    "hash": lambda a, b: hash(a) == hash(b),
}
environments = {}


def environment(options):
    key = json.dumps(options, sort_keys=True)
    if key not in environments:
        given = dict(options)
        policy = POLICIES[given.pop("undefined", "default")]
        loader = jinja2.DictLoader(given.pop("templates")) if "templates" in given else None
        environments[key] = jinja2.sandbox.SandboxedEnvironment(
            undefined=policy, loader=loader, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], cache_size=0, **given)
    return environments[key]


def literal(text, env):
    return eval(text, {"Markup": Markup, "Undefined": env.undefined(name="missing"), "inf": float("inf"), "nan": float("nan"),
                       "range": range, "__builtins__": {}})


def plain(value):
    """What is made while it is read is laid out; all else stays."""
    lazy = (types.GeneratorType, type(reversed([])), type(reversed(())), type(reversed({})), type(reversed({}.values())),
            type(reversed({}.items())), type(reversed(range(1))), type(reversed(range(2**70))), map)
    return [plain(item) for item in value] if isinstance(value, lazy) else value


def answer(question):
    env = environment(question.get("options", {}))
    kind = question["kind"]
    if kind == "template":
        given = {name: literal(text, env) for name, text in question.get("literals", {}).items()}
        return env.from_string(question["template"]).render({**question.get("vars", {}), **given})
    arguments = [literal(text, env) for text in question["arguments"]]
    named = {name: literal(text, env) for name, text in question.get("named", {}).items()}
    context = env.from_string("").new_context()
    context.eval_ctx = EvalContext(env)
    name = question["name"]
    if kind == "operator":
        value = OPERATORS[name](*arguments)
    elif kind == "filter":
        value = env.call_filter(name, arguments[0], arguments[1:], named, context=context, eval_ctx=context.eval_ctx)
    elif kind == "test":
        value = bool(env.call_test(name, arguments[0], arguments[1:], named, context=context))
    elif kind == "item":
        value = env.getitem(arguments[0], arguments[1])
    else:
        value = env.call(context, env.getattr(arguments[0], name), *arguments[1:], **named)
        if question.get("self"):
            value = (value, arguments[0])
    return repr(plain(value))


def error_kind(error):
    if isinstance(error, jinja2.TemplateSyntaxError):
        return "syntax"
    if isinstance(error, jinja2.UndefinedError):
        return "undefined"
    return "runtime"


def out_of_time(*_):
    raise TimeoutError("out of time")


def main():
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    signal.signal(signal.SIGALRM, out_of_time)
    print(json.dumps({"jinja2": jinja2.__version__, "python": sys.version.split()[0]}), flush=True)
    for line in sys.stdin:
        try:
            question = json.loads(line)
            signal.setitimer(signal.ITIMER_REAL, 10)
            reply = {"output": answer(question)}
        except Exception as error:
            reply = {"error": error_kind(error), "type": type(error).__name__, "message": str(error)[:500]}
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        print(json.dumps(reply), flush=True)


main()
