/** A codec of one class that, once it has failed, fails for good: as WebAssembly does after running out of memory. */
module.exports = () => {
  let isBroken = false
  class Decoder {
    getEncodedBuffer(length) {
      return (this.encoded = new Uint8Array(length))
    }
    decode() {
      isBroken ||= this.encoded[0] === 0
      if (isBroken) throw new Error('out of memory')
    }
    getFrameInfo() {
      return { width: 1, height: 1, bitsPerSample: 8, componentCount: 1 }
    }
    getDecodedBuffer() {
      return this.encoded
    }
    delete() {}
  }
  return Promise.resolve({ Decoder })
}
