// Headings of an answer sort the rows that are shown. Without this file they stand in the order of the query.
(() => {
  "use strict";
  const words = new Intl.Collator("fr", { numeric: true, sensitivity: "base" });
  const valueOf = (cell) => cell.dataset.value ?? (cell.querySelector(".missing") ? "" : cell.textContent.trim());
  const compare = (a, b, numbers) => (numbers ? Number(a) - Number(b) : words.compare(a, b));

  for (const region of document.querySelectorAll(".scroll.results[data-sorted]")) {
    const table = region.querySelector("table");
    const body = table.tBodies[0];
    const asked = [...body.rows];
    const said = document.getElementById(region.dataset.sorted);
    const heads = [...table.tHead.rows[0].cells];
    const sort = (at, order) => {
      heads.forEach((each, place) => {
        if (place === at && order) each.setAttribute("aria-sort", order);
        else each.removeAttribute("aria-sort");
      });
      const rows = asked.map((row) => [valueOf(row.cells[at]), row]);
      const told = rows.filter(([value]) => value !== "");
      const numbers = told.every(([, row]) => row.cells[at].dataset.number !== undefined);
      const sign = order === "descending" ? -1 : 1;
      if (order) told.sort(([a], [b]) => sign * compare(a, b, numbers));
      // What has no value stands last in either order.
      const sorted = order ? [...told, ...rows.filter(([value]) => value === "")] : rows;
      body.append(...sorted.map(([, row]) => row));
      const name = heads[at].textContent.trim();
      said.textContent = order ? `${said.dataset[order].replace("…", name)} ${said.dataset.part}` : said.dataset.none;
    };
    if (asked.length < 2) continue;
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      const next = { ascending: "descending", descending: "" };
      button.addEventListener("click", () => sort(at, next[head.getAttribute("aria-sort")] ?? "ascending"));
    });
  }
})();
