/**
 * Colours of categories, in the order in which they are given out: each as far as possible from those before, also for people with
 * protanopia, deuteranopia or tritanopia (OKLab distance, deficiencies after Machado, Oliveira & Fernandes 2009), and 3 : 1 against
 * every ground. The first ten are told apart by everybody; of those behind, some are alike for some.
 */
export const SERIES: Record<'dark' | 'light', readonly string[]> = {
  dark: [
    '#5fbfc6',
    '#ecdc21',
    '#993ec8',
    '#f95801',
    '#5af7c4',
    '#c96ffb',
    '#f5a66c',
    '#3d746d',
    '#b74b21',
    '#b5d0f5',
    '#866da6',
    '#4aa34c',
    '#c1aaff',
    '#8ecc9e',
    '#4f8a60',
    '#7eaa92',
    '#5367f4',
    '#cc51cb',
    '#cde387',
    '#a393d0'
  ],
  light: [
    '#0a6670',
    '#b95fe9',
    '#2b0e8a',
    '#620c01',
    '#2aa033',
    '#8f410e',
    '#46214f',
    '#8e43b5',
    '#8481a9',
    '#3a467b',
    '#673d3f',
    '#49845a',
    '#5a13ab',
    '#5b50e0',
    '#6f9b83',
    '#80679f',
    '#891905',
    '#4d395a',
    '#8c622a',
    '#794e45'
  ]
}

/** Steps of a number from the least to the greatest: lightness alone tells them apart. */
export const RAMP: Record<'dark' | 'light', readonly string[]> = {
  dark: ['#654abb', '#3c70d6', '#0e94cb', '#0db0c0', '#11ccb1', '#75df91', '#c8e978', '#feefb5'],
  light: ['#b39612', '#77931d', '#198b45', '#0e7364', '#065e67', '#014866', '#00287d', '#290163']
}
