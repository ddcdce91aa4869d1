/* the page takes its final shape before anything is measured, then the picture is drawn */
openView("picture");
showNothing();
fit(false);
settle();
network.once("afterDrawing", () => { document.documentElement.dataset.ready = "1"; });
network.redraw();
