/** Where a number stands in a sorted part of a list, from `first` to `end - 1`; -1 where it does not. */
export function findSorted(numbers: Int32Array, first: number, end: number, wanted: number): number {
  let least = first;
  let most = end - 1;
  while (least <= most) {
    const middle = (least + most) >> 1;
    const found = numbers[middle];
    if (found === wanted) return middle;
    if (found < wanted) least = middle + 1;
    else most = middle - 1;
  }
  return -1;
}
