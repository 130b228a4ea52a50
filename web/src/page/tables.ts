// On a phone each row of a table is read as a card: every cell carries the name of its column.
import { eachArriving } from "./arriving";

export const startTables = (): void => eachArriving<HTMLTableElement>(".table-wrap > table:not(.entry-rows)", (table) => {
  const heads = [...table.querySelectorAll<HTMLElement>("thead th")].map((head) => (head.querySelector("a")?.firstChild ?? head).textContent?.trim() ?? "");
  const rows = [...table.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  if (table.closest(".matrix") || rows.some((row) => row.cells.length !== heads.length)) return;
  for (const row of rows) [...row.cells].forEach((cell, place) => { cell.dataset["head"] = heads[place] ?? ""; });
  table.classList.add("as-cards");
});
