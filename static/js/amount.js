// Echoes a typed amount, grouped, beneath its field: "600.000.000" or 600 triệu both show
// "= 600.000.000 đồng". The server reads the amount by its own rules; this only shows it.
//   <div data-amount> input, optional select or radios with values "vnd" and "million",
//   <output data-amount-echo data-suffix="đồng"> </div>
"use strict";

(() => {
  const vietnamese = document.documentElement.lang !== "en";
  const point = vietnamese ? "." : ",";
  const comma = vietnamese ? "," : ".";

  const pattern = new RegExp(
    `^(0|[1-9]\\d*|[1-9]\\d{0,2}(?:\\${point}\\d{3})+)(?:\\${comma}(\\d+))?$`,
  );

  // Whole đồng, or null for what cannot be read.
  function read(text, unit) {
    const typed = pattern.exec(text.trim());
    if (!typed) return null;
    const whole = typed[1].split(point).join("");
    const part = typed[2] || "";
    if (unit !== "million") return part ? null : BigInt(whole);
    if (part.length > 6) return null;
    return BigInt(whole + part.padEnd(6, "0"));
  }

  function echo(box) {
    const output = box.querySelector("[data-amount-echo]");
    const field = box.querySelector('input:not([type="radio"], [type="hidden"])');
    const choice = box.querySelector("select, input[type=radio]:checked");
    const vnd = read(field.value, choice ? choice.value : "vnd");
    output.textContent =
      vnd === null
        ? ""
        : `= ${vnd.toString().replace(/\B(?=(\d{3})+$)/g, point)} ${output.dataset.suffix}`;
  }

  function start() {
    document.querySelectorAll("[data-amount]").forEach((box) => {
      if (box.dataset.echoing) return;
      box.dataset.echoing = "1";
      box.addEventListener("input", () => echo(box));
      box.addEventListener("change", () => echo(box));
      echo(box);
      // What the page opens on is typed over, not added to.
      const field = box.querySelector("input");
      if (field.autofocus) requestAnimationFrame(() => field.select()); // after the browser's own
    });
  }

  start();
  document.addEventListener("htmx:afterSettle", start);
})();
