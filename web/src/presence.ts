// The screens of places: the plan editor and the live map.
import { startPlanEditors } from "./page/floorplan";
import { startFloorMaps } from "./page/floormap";

startPlanEditors();
startFloorMaps();
