(() => {
  const data = JSON.parse(document.getElementById("flow-data").textContent);
  const lines = data.widths.map((_, line) => document.getElementById(`under-${line}`));
  const figure = document.getElementById("figure-flow-days");
  const slider = document.getElementById("flow-step");
  const date = document.getElementById("flow-when");
  const words = document.getElementById("flow-words");
  const show = () => {
    const step = slider.value;
    lines.forEach((line, i) => line.setAttribute("stroke-width", data.widths[i][step] ?? 0));
    date.textContent = data.when[step];
    words.textContent = data.words[step];
    slider.setAttribute("aria-valuetext", data.when[step]);
  };
  slider.addEventListener("input", show);
  figure.classList.add("moves");
  document.querySelectorAll("[data-centre]").forEach((box) => {
    box.scrollLeft = box.dataset.centre * box.scrollWidth - box.clientWidth / 2;
  });
  show();
})();
