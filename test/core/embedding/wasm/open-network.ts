/** A program that leaves a network open. */
import { wasmBackend } from '../../../../src/core/embedding/wasm/backend.ts'
import { SHALLOW, somePictures, someState } from '../backend-suite.ts'

const network = await wasmBackend(2).create(SHALLOW, someState(SHALLOW))
console.log((await network.step(somePictures(3, SHALLOW))) > 0)
