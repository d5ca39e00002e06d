// Placing covers: drag from one corner to the other, or move by arrows. The tiles are ticks all the
// same, and work one by one without this.

/** Make the grid of this page easier, if there is one. */
export function easeCovers(): void {
  const grid = document.querySelector<HTMLElement>(".tile-grid");
  if (!grid) return;
  const tiles = [...grid.querySelectorAll<HTMLInputElement>("input")];
  const columns = Number(grid.dataset.tiles);
  for (const hint of document.querySelectorAll<HTMLElement>("[data-scripted]")) hint.hidden = false;
  byArrows(grid, tiles, columns);
  byDragging(grid, tiles, columns);
}

/** One stop for Tab; arrows go from tile to tile. */
function byArrows(grid: HTMLElement, tiles: HTMLInputElement[], columns: number): void {
  const goTo = (at: number) => {
    tiles.forEach((tile, index) => (tile.tabIndex = index === at ? 0 : -1));
  };
  goTo(0);
  grid.addEventListener("focusin", (event) => goTo(tiles.indexOf(event.target as HTMLInputElement)));
  grid.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tiles.indexOf(event.target as HTMLInputElement);
    const along = Math.abs(step) === 1;
    const next = at + step;
    if (along && Math.floor(next / columns) !== Math.floor(at / columns)) return;
    tiles[next]?.focus();
  });
}

/** A drag ticks (or clears, if it began on a tick) every tile between its ends. */
function byDragging(grid: HTMLElement, tiles: HTMLInputElement[], columns: number): void {
  let first = -1;
  let before: boolean[] = [];
  let moved = false;

  const under = (event: PointerEvent) => {
    const tile = document.elementFromPoint(event.clientX, event.clientY);
    return tile instanceof HTMLInputElement ? tiles.indexOf(tile) : -1;
  };
  const between = (at: number, a: number, b: number) => at >= Math.min(a, b) && at <= Math.max(a, b);

  grid.addEventListener("pointerdown", (event) => {
    first = under(event);
    before = tiles.map((tile) => tile.checked);
    moved = false;
  });
  grid.addEventListener("pointermove", (event) => {
    const last = under(event);
    if (first < 0 || last < 0 || event.buttons !== 1 || (!moved && last === first)) return;
    moved = true;
    tiles.forEach((tile, at) => {
      const inside =
        between(at % columns, first % columns, last % columns) &&
        between(Math.floor(at / columns), Math.floor(first / columns), Math.floor(last / columns));
      tile.checked = inside ? !before[first] : (before[at] ?? false);
    });
  });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => (first = -1));
  }
  // A click after a drag would turn its last tile round again.
  grid.addEventListener("click", (event) => {
    if (moved) event.preventDefault();
    moved = false;
  });
}
