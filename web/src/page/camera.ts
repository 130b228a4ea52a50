// A photograph from the camera, put into the file field as if chosen; a chosen file shows the same way.
import { eachArriving } from "./arriving";

const MOST = 1600;

function start(box: HTMLElement): void {
  const part = <E extends HTMLElement>(selector: string): E => box.querySelector<E>(selector)!;
  const [video, picture, file] = [part<HTMLVideoElement>("video"), part<HTMLImageElement>("img"), part<HTMLInputElement>('input[type="file"]')];
  const [open, shoot, again, none, trouble] = ["[data-start]", "[data-shoot]", "[data-again]", ".camera-none", "[data-trouble]"].map((s) => part(s)) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement];
  let stream: MediaStream | undefined;

  const show = (what: "none" | "video" | "picture"): void => {
    video.hidden = what !== "video";
    picture.hidden = what !== "picture";
    none.hidden = what !== "none";
    shoot.hidden = what !== "video";
    again.hidden = what !== "picture";
    open.hidden = what !== "none";
  };
  const stop = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
  };
  const begin = async (): Promise<void> => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: MOST }, facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      trouble.hidden = true;
      show("video");
    } catch {
      trouble.hidden = false;
      show("none");
    }
  };
  const take = (): void => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      if (!blob) return;
      const held = new DataTransfer();
      held.items.add(new File([blob], "camera.jpg", { type: "image/jpeg" }));
      file.files = held.files;
      file.dispatchEvent(new Event("change", { bubbles: true }));
      stop();
    }, "image/jpeg", 0.9);
  };
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(chosen);
    trouble.hidden = true;
    show("picture");
  });
  open.addEventListener("click", () => void begin());
  again.addEventListener("click", () => void begin());
  shoot.addEventListener("click", take);
  window.addEventListener("pagehide", stop);
}

export const startCameras = (): void => eachArriving("[data-camera]", start);
