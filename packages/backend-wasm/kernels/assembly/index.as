// The module's exports: a table of contents.
export { heapBase } from "./heap";
export { advanceStrips, clearVectors } from "./strips/item";
export { advanceRows } from "./rows/rows";
export { exponentiate } from "./general/exponentials";
export { weighCosts, maskFactors } from "./general/step-costs";
export { forwardExtended, forwardLogarithm } from "./general/forward";
export { backwardExtended, backwardLogarithm } from "./general/backward";
export { hardValues, hardBytes, hardWords, hardAdvancingValues, hardAdvancingWords } from "./general/hardmin";
export { advanceStrip, advanceSeparateStrip } from "./general/strip";
export { distances } from "./general/distances";
export { forwardNeighbours, backwardNeighbours } from "./general/neighbours";
export { forwardAdvancing, backwardAdvancing } from "./general/advancing";
export { squaredRow, productRow, cosineRow } from "./general/features";
