"use strict";
/* Unpacks the data and the two scripts of the page; the content security policy holds the hash of each script. */
(async () => {
  const unpacked = async (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (sign) => sign.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const root = document.documentElement;
  if (!window.DecompressionStream) { root.dataset.old = "1"; return; }
  root.dataset.script = "on";
  if (window.self !== window.top) root.dataset.framed = "on"; // the page around it says what it is
  document.querySelector(".tabs").hidden = false;
  for (const view of document.querySelectorAll(".view.table")) view.hidden = true;
  try {
    const [data, ...scripts] = await Promise.all(["data", "drawing", "page"].map(unpacked));
    window.halqa = JSON.parse(data);
    for (const text of scripts) {
      const script = document.createElement("script");
      script.textContent = text;
      document.body.append(script);
    }
  } catch (error) {
    delete root.dataset.script;
    root.dataset.old = "1";
    for (const view of document.querySelectorAll(".view.table")) view.hidden = false;
    throw error;
  }
})();
