// Stacked bars per day, week or month. The figures stand in a JSON block of the page; colours come from the style sheet, so they follow the theme.
(() => {
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
  const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat("en-US");
  const escape = text => { const span = document.createElement("span"); span.textContent = text; return span.innerHTML; };
  const drawn = new Set();

  const axisMoney = value => value === 0 ? "$0" : value < 1 ? `$${value.toFixed(2)}` : `$${compact.format(value)}`;

  const span = (data, index) => data.bucket === "day" ? data.starts[index] : `${data.starts[index]} to ${data.ends[index]}`;

  const options = (data, measure) => {
    const show = measure === "cost" ? value => money.format(value) : value => whole.format(value);
    const ink = style("--hb-ink"), soft = style("--hb-soft"), line = style("--hb-line"), panel = style("--hb-panel");
    return {
      animation: false,
      grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
      textStyle: { fontFamily: "inherit", color: soft },
      tooltip: {
        trigger: "axis", axisPointer: { type: "shadow" }, confine: true,
        backgroundColor: panel, borderColor: line, textStyle: { color: ink, fontSize: 12 },
        formatter: points => {
          const rows = points.filter(point => point.value > 0).reverse();
          const sum = rows.reduce((total, point) => total + point.value, 0);
          const cells = rows.map(point => `<tr><td>${point.marker}${escape(point.seriesName)}</td><td style="text-align:right;padding-left:14px;font-variant-numeric:tabular-nums">${show(point.value)}</td></tr>`).join("");
          return `<b>${span(data, points[0].dataIndex)}</b><table>${cells}<tr><td>all</td><td style="text-align:right;padding-left:14px;font-weight:600">${show(sum)}</td></tr></table>`;
        },
      },
      xAxis: {
        type: "category", data: data.starts, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
        axisLabel: { color: soft, fontSize: 11, hideOverlap: true, formatter: day => data.bucket === "month" ? day.slice(0, 7) : day.slice(5) },
      },
      yAxis: {
        type: "value", splitNumber: 3, splitLine: { lineStyle: { color: line } },
        axisLabel: { color: soft, fontSize: 11, formatter: measure === "cost" ? axisMoney : value => compact.format(value) },
      },
      series: data.series.map(series => ({
        name: series.name, type: "bar", stack: "all", barMaxWidth: 36, data: series[measure],
        itemStyle: { color: style(series.slot < 0 ? "--s-none" : `--s${series.slot}`), borderColor: panel, borderWidth: data.starts.length > 120 ? 0 : 0.5 },
        emphasis: { focus: "series" }, cursor: "pointer",
      })),
    };
  };

  const draw = () => {
    for (const chart of drawn) {
      if (!chart.getDom().isConnected) {
        chart.dispose();
        drawn.delete(chart);
      }
    }
    for (const place of document.querySelectorAll("[data-chart]")) {
      const block = document.getElementById(place.dataset.chart);
      if (!block) {
        continue;
      }
      const data = JSON.parse(block.textContent);
      let chart = echarts.getInstanceByDom(place);
      if (!chart) {
        chart = echarts.init(place, null, { renderer: "canvas" });
        drawn.add(chart);
        chart.on("click", event => {
          const series = data.series[event.seriesIndex];
          const query = new URLSearchParams({ from: data.starts[event.dataIndex], to: data.ends[event.dataIndex] });
          if (series.key !== undefined) {
            query.set(data.parameter, series.key);
          }
          location.assign(`${data.sessions}?${query}`);
        });
        new ResizeObserver(() => chart.isDisposed() || chart.resize()).observe(place);
      }
      chart.setOption(options(data, place.dataset.measure), true);
    }
  };

  draw();
  addEventListener("herdbook:theme", draw);
  document.addEventListener("htmx:afterSettle", draw);
})();
