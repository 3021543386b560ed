/** `not 340`, `never had 10.5:1`, `rather than 275 hp`, `instead of`, `contrary to`; and a value that is then denied. */
export function isNegated(before: string, after: string): boolean {
  return (
    /\b(?:not|never|n[’']t|no longer|neither|nor|rather than|instead of|contrary to|wrongly|incorrectly|mistaken(?:ly)?|erroneous(?:ly)?|myth|false(?:ly)?|unlike|without|replac(?:ed|ing)|formerly|previously|used to be|down from|up from|would have|could have|should have been|supposed to|rumou?r\w*)\b(?:(?!\b(?:but|it is|it was)\b)[^;]){0,40}$/i.test(
      before,
    ) ||
    /^[^;,.]{0,30}\b(?:is (?:a )?(?:wrong|myth|false|incorrect|error)|are wrong|was (?:never|not)|is not|isn[’']t|never existed|a typo|misprint)\b/i.test(
      after,
    )
  )
}
