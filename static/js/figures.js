// Draws Plotly figures over their server-drawn first view, in the same box.
//
//   <figure class="chart …" data-figure="ID">
//     … elements of class "chart-drawn": complete by themselves, for print, keyboard and readers
//     <div class="chart-plot" aria-hidden="true"></div>      filled here
//   </figure>
//   {{ figure|json_script:"ID" }}                            anywhere in the page
//
// The JSON is {data, layout}: Plotly's own. Left to this script: size, fonts, separators, the look
// of hover text, no zoom, no legend, no mode bar, transparent background. Margins are 0 unless
// layout.margin is given.
//   colours    "var(--local)" or a light token's hex ("#1d8a7c") becomes the token's value now,
//              so that a figure follows the dark scheme (static/css/tokens.css)
//   customdata a point's customdata is the address that a click opens (a string or [string, …])
//   hover      without <b> and other tags but <br>; hovertext with hoverinfo "text", or hovertemplate; "skip" on traces without words
// Geometry of the three figures, equal to the server-drawn one:
//   bullets    x range [0, 115], y range [n − 0.5, −0.5], axes invisible, row i at y = i. A lane
//              is a horizontal bar with meta {lane: [from, height]} in pixels from the middle of
//              its row: local [−8, 7], national [1, 7]. Ticks of 24 px at x = 100 are markers
//              "line-ns"; those of last year are one line with gaps from i − 10/37 to i + 10/37,
//              dash "2px,2px", over a line of the card's colour, 4 px
//   bars       x range [0, 100], y range [n − 0.5, −0.5], axes invisible, row i at y = i; a row has
//              16 px for each lane and 9 px beside them, meta {lane: [from, 9]} as above; where
//              its lanes are drawn lower, both are scaled with them
//   curve      at least 300 px high, margin {l: 56, r: 16, t: 28, b: 28}; labels are annotations, with
//              bgcolor "var(--card)" where a line may pass behind
//   tile map   x range [0, 350], y range [806, 0], axes invisible: one trace of vertical bars, a
//              tile being x = 54·column + 25, base = 54·row, y = 50, width 50 and
//              marker.cornerradius 6; islands x = 317, width 66 and a transparent colour. No
//              text: names and numbers stay in HTML above it
"use strict";

(() => {
  const TOKENS = {
    "#14242b": "--ink",
    "#51626a": "--ink-2",
    "#dfe3e0": "--line",
    "#e6e9e6": "--gridline",
    "#ffffff": "--card",
    "#1d8a7c": "--local",
    "#36508f": "--national",
    "#9aa7a9": "--previous",
    "#f1f4f2": "--class-1",
    "#cfe0da": "--class-2",
    "#9dc4ba": "--class-3",
    "#5a9d91": "--class-4",
    "#1c6f66": "--class-5",
  };
  // Plotly sets these by style attributes, which the Content-Security-Policy refuses.
  const STYLED = /<\/?(?:a|b|em|i|s|span|strong|sub|sup|u)\b[^>]*>/gi;
  const FONT = '"Be Vietnam Pro", system-ui, sans-serif';
  const SEPARATORS = document.documentElement.lang === "en" ? ".," : ",.";
  const drawn = new Map(); // figure element → its JSON

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  // A copy in which each colour is the token's value in the present scheme.
  function coloured(value) {
    if (typeof value === "string") {
      const named = /^var\((--[\w-]+)\)$/.exec(value);
      const name = named ? named[1] : TOKENS[value.toLowerCase()];
      return name ? token(name) : value.replace(STYLED, "");
    }
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coloured(part)]));
    }
    return value;
  }

  const LANE = 16; // pixels of a lane of bars, as the figure gives them

  // Lanes are fixed in pixels, whatever the height of a row.
  function scaleLanes(data, rowHeight, scale) {
    for (const trace of data) {
      if (!trace.meta || !trace.meta.lane) continue;
      const [from, pixels] = trace.meta.lane;
      trace.offset = (from * scale) / rowHeight;
      trace.width = (pixels * scale) / rowHeight;
    }
  }

  function axis(given) {
    const text = { family: FONT, size: 12, color: token("--ink-2") };
    return { fixedrange: true, zeroline: false, ...given, tickfont: { ...text, ...given.tickfont } };
  }

  function draw(figure, json) {
    const plot = figure.querySelector(".chart-plot");
    const { width, height } = plot.getBoundingClientRect();
    if (width < 1 || height < 1) return;
    const { data, layout } = coloured(json);
    const rows = figure.querySelectorAll(".bullet, .bars-row").length;
    const lane = figure.querySelector(".bars-lanes svg");
    if (rows) scaleLanes(data, height / rows, lane ? lane.clientHeight / LANE : 1);
    const full = {
      margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 },
      hovermode: "closest",
      ...layout,
      xaxis: axis(layout.xaxis || {}),
      yaxis: axis(layout.yaxis || {}),
      width,
      height,
      autosize: false,
      dragmode: false,
      showlegend: false,
      separators: SEPARATORS,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: FONT, size: 12, color: token("--ink") },
      hoverlabel: {
        bgcolor: token("--ink"),
        bordercolor: token("--ink"),
        font: { family: FONT, size: 12.5, color: token("--card") },
        align: "left",
        namelength: 0,
      },
    };
    const config = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
    return window.Plotly.react(plot, data, full, config).then(() => {
      figure.classList.add("is-drawn");
      if (plot.dataset.ready) return;
      plot.dataset.ready = "1";
      plot.on("plotly_click", follow);
      plot.on("plotly_hover", (event) => point(plot, Boolean(address(event))));
      plot.on("plotly_unhover", () => point(plot, false));
    });
  }

  function address(event) {
    const data = event.points && event.points[0] && event.points[0].customdata;
    return Array.isArray(data) ? data[0] : data;
  }

  function point(plot, hand) {
    plot.querySelectorAll(".drag").forEach((layer) => {
      layer.style.cursor = hand ? "pointer" : "default";
    });
  }

  function follow(event) {
    const href = address(event);
    if (!href) return;
    const url = new URL(href, document.baseURI);
    if (url.origin !== window.location.origin) return;
    const pressed = event.event || {};
    if (pressed.ctrlKey || pressed.metaKey) window.open(url.href, "_blank", "noopener");
    else window.location.assign(url.href);
  }

  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const figure = target.closest(".chart");
      if (drawn.has(figure) && figure.isConnected) draw(figure, drawn.get(figure));
    }
  });

  function start() {
    for (const figure of drawn.keys()) if (!figure.isConnected) drawn.delete(figure);
    document.querySelectorAll(".chart[data-figure]").forEach((figure) => {
      const script = document.getElementById(figure.dataset.figure);
      if (!script || drawn.has(figure) || !window.Plotly) return;
      drawn.set(figure, JSON.parse(script.textContent));
      watcher.observe(figure.querySelector(".chart-plot")); // its first report draws
    });
  }

  // Text is measured when it is drawn: the fonts must be there.
  document.fonts.ready.then(start);
  document.addEventListener("htmx:afterSettle", start);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    drawn.forEach((json, figure) => draw(figure, json));
  });
})();
