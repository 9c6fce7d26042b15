// Charts of the dashboards. Their figures stand in JSON blocks of the page; colours are the style sheet's, so they follow the theme.
(() => {
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
  const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
  const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
  const escape = text => { const span = document.createElement("span"); span.textContent = text; return span.innerHTML; };
  const drawn = new Set();

  const hours = value => value >= 48 ? `${plain.format(value / 24)} d` : value >= 1 ? `${plain.format(value)} h` : `${Math.round(value * 60)} min`;
  const write = unit => ({ usd: value => money.format(value), tokens: value => compact.format(value), share: value => `${plain.format(value * 100)} %`, hours })[unit]
    ?? (value => plain.format(value));
  const axis = unit => unit === "usd" ? value => value === 0 ? "$0" : value < 1 ? `$${value.toFixed(2)}` : `$${compact.format(value)}` : unit === "share" || unit === "hours" ? write(unit) : value => compact.format(value);
  // Hours and days have steps of their own: 6 h, a day, a week.
  const steps = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 120, 168, 336, 720, 1440, 2880, 8760];
  const scale = data => {
    if (data.unit === "share") {
      return { min: 0, max: 1, interval: 0.25 };
    }
    if (data.unit !== "hours") {
      return { splitNumber: 3, minInterval: data.unit === "count" ? 1 : 0 };
    }
    const top = Math.max(0.25, ...data.series.flatMap(layer => layer.values.map(value => value ?? 0)));
    const interval = steps.find(step => top / step <= 4) ?? top / 4;
    return { min: 0, max: Math.ceil(top / interval) * interval, interval };
  };
  const span = (data, at) => data.starts[at] === data.ends[at] ? data.starts[at] : `${data.starts[at]} to ${data.ends[at]}`;

  const options = data => {
    const show = write(data.unit);
    const ink = style("--hb-ink"), soft = style("--hb-soft"), line = style("--hb-line"), panel = style("--hb-panel"), warn = style("--hb-warn");
    const marks = new Map(data.marks.map(mark => [mark.at, mark]));
    const cell = (name, value, weight) => `<tr><td>${name}</td><td style="text-align:right;padding-left:14px;font-variant-numeric:tabular-nums${weight ? ";font-weight:600" : ""}">${value}</td></tr>`;
    const series = data.series.map(layer => {
      const isLine = (layer.kind ?? data.kind) === "line";
      const colour = style(layer.colour);
      return {
        name: layer.name, data: layer.values, type: isLine ? "line" : "bar", cursor: "pointer",
        ...(isLine
          ? { symbol: layer.isGuide ? "none" : "circle", symbolSize: 5, connectNulls: false, lineStyle: { color: colour, width: 2, type: layer.isGuide ? "dashed" : "solid" }, itemStyle: { color: colour } }
          : { stack: data.stacked ? "all" : undefined, barMaxWidth: 36, itemStyle: { color: colour, borderColor: panel, borderWidth: data.starts.length > 80 ? 0 : 0.5 }, emphasis: { focus: "series" } }),
      };
    });
    if (data.marks.length > 0) {
      const tops = data.starts.map((_, at) => data.series.filter(layer => !layer.isGuide).reduce((sum, layer) => sum + (layer.values[at] ?? 0), 0));
      series.push({
        name: "to look at", type: "scatter", symbol: "pin", symbolSize: 22, itemStyle: { color: warn }, z: 5, tooltip: { show: false },
        data: [...marks.keys()].map(at => [at, tops[at]]),
      });
    }
    return {
      animation: false,
      grid: { left: 4, right: 4, top: data.marks.length > 0 ? 26 : 12, bottom: 4, containLabel: true },
      textStyle: { fontFamily: "inherit", color: soft },
      tooltip: {
        trigger: "axis", axisPointer: { type: "shadow" }, confine: true, backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12 },
        formatter: points => {
          const rows = points.filter(point => point.seriesType !== "scatter" && point.value !== undefined && point.value !== null && point.value !== 0);
          const counted = rows.filter(point => !data.series[point.seriesIndex].isGuide);
          const sum = data.stacked && counted.length > 1 ? cell("all", show(counted.reduce((total, point) => total + point.value, 0)), true) : "";
          const mark = marks.get(points[0].dataIndex);
          return `<b>${span(data, points[0].dataIndex)}</b><table>${rows.reverse().map(point => cell(point.marker + escape(point.seriesName), show(point.value))).join("")}${sum}</table>`
            + (mark ? `<div style="max-width:280px;white-space:normal;color:${warn}">${escape(mark.reason)}</div>` : "");
        },
      },
      xAxis: {
        type: "category", data: data.starts, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
        axisLabel: { color: soft, fontSize: 11, hideOverlap: true, formatter: day => data.size === "month" ? day.slice(0, 7) : day.slice(5) },
      },
      yAxis: { type: "value", ...scale(data), splitLine: { lineStyle: { color: line } }, axisLabel: { color: soft, fontSize: 11, formatter: axis(data.unit) } },
      series,
    };
  };

  const open = (data, event) => {
    if (!data.rows) {
      return;
    }
    const at = event.seriesType === "scatter" ? event.value[0] : event.dataIndex;
    const [page, query] = data.rows.split("?");
    const state = new URLSearchParams(query);
    state.set("period", `${data.starts[at]}..${data.ends[at]}`);
    const key = data.series[event.seriesIndex]?.key;
    if (data.parameter && key) {
      state.set(data.parameter, key);
    }
    location.assign(`${page}?${state}`);
  };

  const draw = () => {
    for (const chart of drawn) {
      if (!chart.getDom().isConnected) {
        chart.dispose();
        drawn.delete(chart);
      }
    }
    for (const place of document.querySelectorAll("[data-insight]")) {
      const block = document.getElementById(place.dataset.insight);
      if (!block) {
        continue;
      }
      const data = JSON.parse(block.textContent);
      let chart = echarts.getInstanceByDom(place);
      if (!chart) {
        place.replaceChildren();
        chart = echarts.init(place, null, { renderer: "canvas" });
        drawn.add(chart);
        chart.on("click", event => open(data, event));
        new ResizeObserver(() => chart.isDisposed() || chart.resize()).observe(place);
      }
      chart.setOption(options(data), true);
    }
    for (const button of document.querySelectorAll("[data-png]")) {
      button.hidden = false;
    }
  };

  // The chart as a picture, on the page's own ground, twice as fine as the screen.
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-png]");
    const chart = button && echarts.getInstanceByDom(document.querySelector(`[data-insight="${CSS.escape(button.dataset.png)}-data"]`) ?? document.body);
    if (chart) {
      const link = document.createElement("a");
      link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: style("--hb-panel") });
      link.download = `${button.dataset.png}.png`;
      link.click();
    }
  });

  // A choice is followed at once; without a script the button does it. What says nothing stays out of the address.
  const send = form => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const text = query.toString();
    location.assign(text ? `${form.getAttribute("action")}?${text}` : form.getAttribute("action"));
  };
  document.addEventListener("change", event => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) {
      send(form);
    }
  });
  document.addEventListener("submit", event => {
    if (event.target.matches("form[data-send-on-change]")) {
      event.preventDefault();
      send(event.target);
    }
  });

  draw();
  addEventListener("herdbook:theme", draw);
  document.addEventListener("htmx:afterSettle", draw);
})();
