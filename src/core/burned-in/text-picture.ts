/** A picture of 8 bits a sample, as people see it: windowed grey, or red, green and blue. */
export interface TextPicture {
  /** height × width × channels bytes, row by row; channels together. */
  pixels: Uint8Array
  width: number
  height: number
  channels: 1 | 3
}

/** A rectangle of whole pixels within a picture; x and y are its left and upper edge, from 0. */
export interface PixelRectangle {
  x: number
  y: number
  width: number
  height: number
}
