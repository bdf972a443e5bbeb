// Shows how far a long file is while the server writes it; without it the link just downloads.
//   a[data-progress="Preparing …: {written} of {all} rows"]   the link to the file
// The same address with `progress` answers with lines "rows written/all rows", an empty line, and
// the file.
"use strict";

(() => {
  const END = "\n\n";

  function shown(link) {
    const box = document.createElement("span");
    const bar = document.createElement("progress");
    const words = document.createElement("small");
    box.setAttribute("role", "status");
    box.className = "file-progress";
    box.append(bar, " ", words);
    link.after(box);
    return {
      tell(line) {
        const [written, all] = line.split("/").map(Number);
        bar.max = all || 1;
        bar.value = written;
        const numbers = [written, all].map((n) => n.toLocaleString(document.documentElement.lang));
        words.textContent = link.dataset.progress
          .replace("{written}", numbers[0])
          .replace("{all}", numbers[1]);
      },
      close() {
        box.remove();
      },
    };
  }

  // The parts of the file; what comes before them is told line by line.
  async function read(stream, tell) {
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    const parts = [];
    let head = "";
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (head === null) {
        parts.push(chunk.value);
        continue;
      }
      // Every sign of the head is one byte.
      const before = head.length;
      head += decoder.decode(chunk.value, { stream: true });
      const end = head.indexOf(END);
      const lines = (end < 0 ? head.slice(0, head.lastIndexOf("\n")) : head.slice(0, end)).split("\n");
      if (lines[lines.length - 1]) tell(lines[lines.length - 1]);
      if (end >= 0) {
        parts.push(chunk.value.slice(end + END.length - before));
        head = null;
      }
    }
    return parts;
  }

  function save(parts, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function download(link) {
    const address = new URL(link.href);
    address.searchParams.set("progress", "1");
    const progress = shown(link);
    link.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(address);
      const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition")) || [];
      if (!answer.ok || !name) throw new Error(answer.status);
      save(await read(answer.body, progress.tell), name);
    } catch {
      window.location = link.href; // the plain way, which also says what is wrong
    } finally {
      progress.close();
      link.removeAttribute("aria-disabled");
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-progress]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-disabled") !== "true") download(link);
  });
})();
