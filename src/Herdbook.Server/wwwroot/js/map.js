// The map of tables: modules as boxes, tables in them, an arrow from each to what it refers to. The list below it says the same without a script.
(() => {
  const place = document.querySelector("[data-map]");
  if (!place) {
    return;
  }
  const data = JSON.parse(document.getElementById(place.dataset.map).textContent);
  const space = place.querySelector(".map-space");
  const words = place.querySelector(".map-about");
  const begin = words.textContent;
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const width = 196, height = 24, gap = 7, pad = 30;

  // Boxes in as many columns as suit the window; in a box the tables that most others refer to stand first.
  const boxes = data.modules.map(module => {
    const tables = data.tables.filter(table => table.module === module.id).sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name));
    const across = Math.max(1, Math.min(3, Math.ceil(tables.length / 9)));
    const down = Math.ceil(tables.length / across);
    return { module, tables, across, down, w: across * (width + 18) + pad, h: down * (height + gap) + pad + 14 };
  });
  const areaOf = list => list.reduce((sum, box) => sum + (box.w + 46) * (box.h + 46), 0);
  const total = Math.max(Math.sqrt(areaOf(boxes) * (space.clientWidth || 1100) / 640), ...boxes.map(box => box.w));
  const spots = {};
  let x = 0, y = 0, row = 0;
  for (const box of [...boxes].sort((a, b) => b.h - a.h)) {
    if (x > 0 && x + box.w > total * 1.1) {
      x = 0;
      y += row + 46;
      row = 0;
    }
    box.tables.forEach((table, at) => {
      spots[table.id] = { x: x + pad / 2 + Math.floor(at / box.down) * (width + 18) + width / 2, y: y + pad + (at % box.down) * (height + gap) + height / 2 };
    });
    x += box.w + 46;
    row = Math.max(row, box.h);
  }

  const elements = [
    ...boxes.map(box => ({ data: { id: `module:${box.module.id}`, name: box.module.word }, classes: "module", selectable: false, grabbable: false })),
    ...data.tables.map(table => ({ data: { ...table, parent: `module:${table.module}` }, classes: table.kind, position: spots[table.id] })),
    ...data.links.filter(link => link.from !== link.to).map((link, at) => ({ data: { id: `link:${at}`, source: link.from, target: link.to, column: link.column }, classes: `${link.enforced ? "" : "shown"} ${spots[link.from].x !== spots[link.to].x ? "" : spots[link.from].y < spots[link.to].y ? "beside down" : "beside"}` })),
  ];

  const looks = () => {
    const ink = style("--hb-ink"), soft = style("--hb-soft"), line = style("--hb-line"), strong = style("--hb-line-strong"), panel = style("--hb-panel"), side = style("--hb-side"), accent = style("--hb-accent"), accentSoft = style("--hb-accent-soft"), info = style("--hb-info");
    const font = getComputedStyle(document.body).fontFamily;
    return [
      { selector: "node", style: { shape: "round-rectangle", width, height, label: "data(name)", "font-family": font, "font-size": 11, color: ink, "text-valign": "center", "text-halign": "center", "text-max-width": width - 10, "text-wrap": "ellipsis", "background-color": panel, "border-width": 1, "border-color": strong } },
      { selector: "node.ledger", style: { "border-style": "double", "border-width": 3 } },
      { selector: "node.view, node.cache", style: { "border-style": "dashed" } },
      { selector: "node.module", style: { label: "data(name)", "text-valign": "top", "text-halign": "center", "text-margin-y": 19, "font-size": 12, "font-weight": 600, color: soft, "background-color": side, "background-opacity": 0.6, "border-color": line, padding: 18, events: "no" } },
      { selector: "edge", style: { width: 1, "line-color": strong, "curve-style": "bezier", "target-arrow-shape": "triangle", "target-arrow-color": strong, "arrow-scale": 0.7, opacity: 0.45 } },
      // Between tables of one column an arrow bends round what stands between them.
      { selector: "edge.beside", style: { "curve-style": "unbundled-bezier", "control-point-distances": [width / 2 + 44], "control-point-weights": [0.5], "source-endpoint": "90deg", "target-endpoint": "90deg" } },
      { selector: "edge.down", style: { "control-point-distances": [-width / 2 - 44] } },
      { selector: "edge.shown", style: { "line-style": "dashed" } },
      { selector: ".far", style: { opacity: 0.14 } },
      { selector: "node.chosen", style: { "background-color": accentSoft, "border-color": accent, "border-width": 2, "font-weight": 600 } },
      { selector: "edge.out", style: { "line-color": accent, "target-arrow-color": accent, opacity: 1, width: 1.6 } },
      { selector: "edge.in", style: { "line-color": info, "target-arrow-color": info, opacity: 1, width: 1.6 } },
    ];
  };

  place.hidden = false;
  const map = cytoscape({ container: space, elements, style: looks(), layout: { name: "preset", padding: 14 }, minZoom: 0.15, maxZoom: 2.5, boxSelectionEnabled: false, autoungrabify: true, userZoomingEnabled: false });
  space.dataset.drawn = String(data.tables.length);

  const list = tables => tables.map(table => table.data("name")).join(", ");
  const choose = node => {
    map.elements().removeClass("far chosen in out");
    words.replaceChildren();
    if (!node) {
      words.textContent = begin;
      return;
    }
    const near = node.closedNeighborhood();
    map.elements().not(near).not(".module").addClass("far");
    node.addClass("chosen");
    node.outgoers("edge").addClass("out");
    node.incomers("edge").addClass("in");
    const link = document.createElement("a");
    link.href = node.data("address");
    link.textContent = node.id();
    const out = node.outgoers("node"), into = node.incomers("node");
    words.append(link, ` ${node.data("about")} `, out.length ? `Refers to ${list(out)}. ` : "", into.length ? `Referred to by ${list(into)}.` : "");
  };
  map.on("mouseover", "node[kind]", event => { if (!map.$(".chosen").length || !map.scratch("held")) { choose(event.target); } space.style.cursor = "pointer"; });
  map.on("mouseout", "node[kind]", () => { if (!map.scratch("held")) { choose(null); } space.style.cursor = ""; });
  map.on("tap", event => {
    const node = event.target !== map && event.target.isNode() && event.target.data("kind") ? event.target : null;
    if (node && map.scratch("held") === node.id()) {
      location.assign(node.data("address"));
      return;
    }
    map.scratch("held", node?.id() ?? null);
    choose(node);
  });
  place.addEventListener("click", event => {
    const zoom = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (zoom === "fit") {
      map.fit(undefined, 14);
    } else if (zoom) {
      map.zoom({ level: map.zoom() * (zoom === "in" ? 1.3 : 1 / 1.3), renderedPosition: { x: space.clientWidth / 2, y: space.clientHeight / 2 } });
    }
  });
  addEventListener("herdbook:theme", () => map.style(looks()));
  new ResizeObserver(() => map.resize()).observe(space);
  if (data.focus) {
    map.scratch("held", data.focus);
    choose(map.getElementById(data.focus));
  }
})();
