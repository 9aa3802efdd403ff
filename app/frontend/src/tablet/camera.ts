// The camera inside the app: what it shoots is the original, straight from the sensor's frame.
import { Refusal } from './refusal.ts';
import { t } from './words.ts';

export interface Camera {
  shoot(): Promise<Blob>;
  close(): void;
}

const WANTED: MediaStreamConstraints = {
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 3840 }, height: { ideal: 2160 } },
  audio: false,
};

/** Opens the back camera in `video`; throws a Refusal where there is none or it is forbidden. */
export async function openCamera(video: HTMLVideoElement): Promise<Camera> {
  const stream = await askForCamera();
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  await video.play();
  return {
    shoot: () => frame(video),
    close: () => {
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  };
}

async function askForCamera(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (fault) {
    const forbidden = fault instanceof DOMException && fault.name === 'NotAllowedError';
    throw new Refusal(forbidden
      ? t('The camera is not allowed. Allow it in the browser’s settings, or choose a photo.')
      : t('No camera was found. Choose a photo instead.'));
  }
}

function frame(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) => {
    const kept = (blob: Blob | null): void => (blob === null ? reject(new Refusal(t('The photo could not be taken.'))) : resolve(blob));
    canvas.toBlob(kept, 'image/jpeg', 0.92);
  });
}
