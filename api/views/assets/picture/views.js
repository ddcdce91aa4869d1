/* views */
const tabs = [...document.querySelectorAll("[role=tab]")];
const openView = (name) => {
  for (const tab of tabs) {
    const on = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !on;
    if (on) complete(name);
  }
};
tabs.forEach((tab, at) => {
  tab.addEventListener("click", () => openView(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = event.key === "Home" ? tabs[0] : event.key === "End" ? tabs.at(-1) : step && tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    next.focus();
    openView(next.id.slice(4));
  });
});
document.querySelector("main").addEventListener("click", (event) => {
  const button = event.target.closest(".to-node, .to-edge"), at = button && Number(button.dataset.at);
  if (button) select(button.classList.contains("to-node") ? { node: at } : { edge: at }, true);
});
