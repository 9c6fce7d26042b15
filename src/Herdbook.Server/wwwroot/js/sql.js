// The SQL page: runs on Ctrl-Enter, shows how long it takes, cancels, and draws the answer. Without it the form does the same, but for the chart.
(() => {
  const form = document.querySelector("[data-sql-form]");
  if (!form) {
    return;
  }
  const text = form.querySelector("textarea");
  const going = form.querySelector("[data-sql-going]");
  const cancel = form.querySelector("[data-sql-cancel]");
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let clock = 0;

  const rest = words => {
    clearInterval(clock);
    cancel.hidden = true;
    going.textContent = words;
  };
  text.addEventListener("keydown", event => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", () => {
    const began = performance.now();
    cancel.hidden = false;
    going.textContent = "Running…";
    clock = setInterval(() => { going.textContent = `Running for ${((performance.now() - began) / 1000).toFixed(0)} s…`; }, 1000);
  });
  // The server hears that nobody waits any more, and ends the query.
  cancel.addEventListener("click", () => {
    window.stop();
    rest("Cancelled.");
  });
  addEventListener("pageshow", () => rest(""));
  for (const field of form.querySelectorAll("select")) {
    field.addEventListener("change", () => text.value.trim() && form.requestSubmit());
  }
  document.addEventListener("click", event => {
    const word = event.target.closest("[data-sql-word]");
    if (word) {
      text.setRangeText(word.textContent, text.selectionStart, text.selectionEnd, "end");
      text.focus();
    }
  });

  const place = document.querySelector("[data-sql-chart]");
  const block = document.getElementById("sql-chart-data");
  if (!place || !block) {
    return;
  }
  const data = JSON.parse(block.textContent);
  const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
  const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
  const escape = words => { const span = document.createElement("span"); span.textContent = words; return span.innerHTML; };
  const options = () => {
    const ink = style("--hb-ink"), soft = style("--hb-soft"), line = style("--hb-line"), panel = style("--hb-panel");
    const isBar = data.kind === "bar", isPoint = data.kind === "scatter";
    return {
      animation: false,
      grid: { left: 4, right: 8, top: 12, bottom: 4, containLabel: true },
      textStyle: { fontFamily: "inherit", color: soft },
      tooltip: {
        trigger: "axis", confine: true, backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12 }, axisPointer: { type: isBar ? "shadow" : "line" },
        formatter: points => `<b>${escape(points[0].axisValueLabel)}</b><table>${points.filter(point => point.value !== null && point.value !== undefined)
          .map(point => `<tr><td>${escape(point.seriesName)}</td><td style="text-align:right;padding-left:14px;font-variant-numeric:tabular-nums">${plain.format(point.value)}</td></tr>`).join("")}</table>`,
      },
      xAxis: { type: "category", data: data.places, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: soft, hideOverlap: true, width: 120, overflow: "truncate" } },
      yAxis: { type: "value", splitNumber: 4, axisLabel: { color: soft, formatter: value => compact.format(value) }, splitLine: { lineStyle: { color: line } } },
      series: data.layers.map(layer => {
        const colour = style(layer.colour);
        return {
          name: layer.name, data: layer.values, type: isBar ? "bar" : isPoint ? "scatter" : "line", itemStyle: { color: colour },
          ...(isBar ? { stack: "all", barMaxWidth: 36 } : isPoint ? { symbolSize: 7 } : { symbol: "none", connectNulls: true, lineStyle: { color: colour, width: 2 } }),
          ...(data.kind === "area" ? { stack: "all", areaStyle: { color: colour, opacity: 0.35 } } : {}),
        };
      }),
    };
  };
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const draw = () => chart.setOption(options(), true);
  new ResizeObserver(() => chart.resize()).observe(place);
  draw();
  addEventListener("herdbook:theme", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  const png = document.querySelector("[data-sql-png]");
  png.hidden = false;
  png.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: style("--hb-panel") });
    link.download = "query.png";
    link.click();
  });
})();
