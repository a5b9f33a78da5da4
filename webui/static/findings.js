// From one finding of a report to the next: past those that are unticked, and by the keys n and p. Links do without it.
(() => {
  "use strict";
  const all = [...document.querySelectorAll(".findings .finding")];
  const shown = (each) => each.getClientRects().length > 0;
  const step = (from, way) => {
    const places = way === "next" ? all.slice(all.indexOf(from) + 1) : all.slice(0, Math.max(all.indexOf(from), 0)).reverse();
    return places.find(shown);
  };
  const go = (finding) => {
    if (!finding) return;
    location.hash = finding.id;
    finding.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const way = event.target.closest("[data-step]")?.dataset.step;
    if (!way) return;
    const to = step(event.target.closest(".finding"), way);
    event.preventDefault();
    go(to);
  });
  // What a key of the page does is told by whoever knows the page.
  document.addEventListener("step", (event) => {
    const from = document.activeElement.closest(".finding") ?? document.querySelector(".finding:target");
    const to = step(from, event.detail);
    if (to) event.preventDefault();
    go(to);
  });
})();
