"use strict";
// What works without a script stays as it is; this adds tabs, sorting and filters that apply at once.

function tabs(list) {
  const names = Array.from(list.querySelectorAll('[role="tab"]'));
  const choose = (tab, focus) => {
    for (const one of names) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (focus) tab.focus();
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) { event.preventDefault(); choose(tab, false); }
  });
  list.addEventListener("keydown", (event) => {
    const at = names.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    choose(names[(to + names.length) % names.length], true);
  });
  const asked = names.find((one) => one.getAttribute("aria-controls") === location.hash.slice(1));
  choose(asked || names.find((one) => one.getAttribute("aria-selected") === "true") || names[0], false);
}

function sortable(table) {
  const body = table.tBodies[0];
  table.querySelectorAll("thead th button").forEach((button) => {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const place = Array.from(head.parentNode.children).indexOf(head);
      const down = head.getAttribute("aria-sort") !== "descending";
      head.parentNode.querySelectorAll("th").forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.children[place].dataset.value ?? row.children[place].textContent.trim();
      const rows = Array.from(body.rows);
      const numeric = rows.every((row) => value(row) === "" || !Number.isNaN(Number(value(row))));
      rows.sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        // A missing value is last, whichever way it is sorted.
        if (x === "" || y === "") return (x === "") - (y === "");
        const order = numeric ? Number(x) - Number(y) : x.localeCompare(y, undefined, { numeric: true });
        return down ? -order : order;
      });
      body.append(...rows);
    });
  });
}

function slices(select) {
  const show = () => {
    document.querySelectorAll(`[data-slice-of="${select.id}"]`).forEach((part) => {
      part.hidden = part.dataset.slice !== select.value;
    });
  };
  select.addEventListener("change", show);
  show();
}

document.querySelectorAll('[role="tablist"]').forEach(tabs);
document.querySelectorAll("table.sortable").forEach(sortable);
document.querySelectorAll("select.slices").forEach(slices);
document.querySelectorAll("form.filters").forEach((form) => {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
  });
});
document.querySelectorAll(".tabs-of-sections").forEach((nav) => {
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    nav.querySelectorAll("a").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "page");
  });
});
