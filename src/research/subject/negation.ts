/**
 * Changed since it was built: what a swap, a stroker or a shop has made of a car says nothing of how such cars are. `crate` and the like
 * are words of what was fitted later.
 */
export function isModified(clause: string): boolean {
  return /\b(?:swap(?:s|ped|ping)?|stroked|stroker|after (?:the|a|an|my|his|her|our|their) (?:re)?(?:build|engine build|swap|conversion|restoration)|after[\s-]?market|crate (?:engine|motor)|resto-?mod\w*|pro-?touring|converted (?:to|from)|upgraded (?:to|from|with)|retro-?fitted|(?:later|since|now) (?:been )?(?:fitted|replaced|swapped|upgraded|converted)|now (?:makes|has|runs|wears|sports|sits|rides)|dynoed|dyno'd|at the (?:rear )?wheels|rwhp|whp|(?:turbo|supercharger|stroker|big[\s-]bore|body|lift) kit|bolt-ons?|equals|equivalent to|in today[’']s|bored (?:out|to|0?\.0)|(?:was|were|been) (?:fitted|installed|added) (?:in|by|during) (?:19[89]|20)\d)\b/i.test(
    clause,
  )
}

/** `not 340`, `never had 10.5:1`, `rather than 275 hp`, `instead of`, `contrary to`; and a value that is then denied. */
export function isNegated(before: string, after: string): boolean {
  return (
    /\b(?:not|never|n[’']t|no longer|neither|nor|rather than|instead of|contrary to|wrongly|incorrectly|mistaken(?:ly)?|erroneous(?:ly)?|myth|false(?:ly)?|unlike|without(?! (?:the |a |oil )*(?:filter|heater)\b)|replac(?:ed|ing)|formerly|previously|used to be|down from|up from|(?:would|could|might)(?! be (?:ordered|had|bought|specified|fitted|chosen))|may have|should have been|supposed to|rumou?r\w*|wish(?:es|ed)?|hop(?:e[sd]?|ing)|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|target\w*|goal|if|thought|believed?|assumed|suspected|guess(?:es|ed)?|(?:someone|some people|people|they) (?:wrote|writes?|said|says?|claim(?:s|ed)?)|no(?= [\w’'-]+ (?:\w+ )?ever\b))\b(?:(?!\b(?:but|it is|it was)\b)[^;]){0,40}$/i.test(
      before,
    ) ||
    /^[^;,.]{0,30}(?:, (?:which|and that|but that) )?\b(?:is (?:a )?(?:wrong|myth|false|incorrect|error)|are wrong|was (?:never|not)|is not|isn[’']t|never existed|a typo|misprint)\b/i.test(
      after,
    )
  )
}
