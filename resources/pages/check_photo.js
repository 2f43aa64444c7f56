// Photos are made small on the phone already: they are kept there, and a network in a cellar is slow.
const SIDE_MOST = 1600;
const HEIF = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

// JPEG bytes of at most 1600 dots a side, upright; throws "heic" or "not_a_picture".
export async function shrunk(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    const head = new TextDecoder("latin1").decode(await file.slice(4, 12).arrayBuffer());
    throw head.startsWith("ftyp") && HEIF.includes(head.slice(4)) ? "heic" : "not_a_picture";
  }
  const part = Math.min(1, SIDE_MOST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * part));
  canvas.height = Math.max(1, Math.round(picture.height * part));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!made) throw "not_taken";
  return made.arrayBuffer();
}

// An id made here, so that a photo that is sent twice counts once.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
