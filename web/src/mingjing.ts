// Everything a page needs, in one small module; each part looks for its own elements, also in what arrives later.
import "./page/htmx";
import { startBodyMaps } from "./page/bodymap";
import { startCalling } from "./page/calling";
import { startCameras } from "./page/camera";
import { startClock } from "./page/clock";
import { startDeadlines } from "./page/deadline";
import { startForms } from "./page/forms";
import { startLive } from "./page/live";
import { startMenus } from "./page/menus";
import { startPalette } from "./page/palette";
import { startScanners } from "./page/scanner";
import { startSignatures } from "./page/signature";
import { startPasskeys } from "./page/passkey";
import { startPrinting } from "./page/print";

startClock();
startDeadlines();
startForms();
startMenus();
startPalette();
startSignatures();
startCameras();
startScanners();
startBodyMaps();
startPasskeys();
startPrinting();
startCalling();
startLive();
