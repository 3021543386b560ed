/** A volume that a tank, a sump or a boot holds, by the words beside it, and no engine's. */
export const isCapacity = (sentence: string, start: number, end: number) => {
  const before = sentence.slice(Math.max(0, start - 40), start)
  return (
    /\b(?:fuel|tank|oil|crankcase|sump|coolant|radiator|cooling|trunk|boot|luggage|cargo|refill|transmission fluid|combustion chamber|chamber)\b/i.test(
      `${before} ${sentence.slice(end, end + 25)}`,
    ) ||
    /\b(?:gearbox|transmission|transaxle|differential|axle|washer|reservoir)\W+(?:(?:holds|takes|capacity)\W+)?$/i.test(
      before,
    )
  )
}
