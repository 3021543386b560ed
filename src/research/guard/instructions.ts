/**
 * Sentences that speak to whoever reads them instead of about a car: orders to a model, markup of conversations, fake citations in
 * our own format. Nothing is read from them. It is a second net: what a source states falsely without any such words is met by
 * quoting it beside what others say.
 */
export function isInstruction(sentence: string): boolean {
  return patterns.some((pattern) => pattern.test(sentence))
}

const patterns = [
  /\b(?:ignore|disregard|forget|override|overrule)\b.{0,40}\b(?:previous|prior|above|earlier|all|other|your|these|any)\b.{0,30}\b(?:instructions?|prompts?|rules?|documents?|sources?|context|values?)\b/i,
  /\b(?:as an? (?:AI|LLM|language|assistant)|language model|AI model|chatbot|system prompt|assistant:|user:|system:)/i,
  /(?:^|\s)(?:SYSTEM|ASSISTANT|USER|INSTRUCTIONS?|PROMPT|IMPORTANT|NOTE TO (?:READERS?|AI|THE MODEL|MODELS?|ASSISTANTS?))\s*:/,
  /\byou (?:must|should|shall|have to|need to|are (?:required|instructed) to|will)\b.{0,40}\b(?:report|answer|reply|respond|say|state|use|return|output|print|write|extract|call|fetch|ignore|claim|quote)\b/i,
  /\b(?:reply|respond|answer|output|return) (?:only |always |exclusively )?(?:with|that|as|in)\b/i,
  /\b(?:the )?(?:correct|true|right|only valid) (?:value|answer|figure)\b.{0,60}\b(?:use|report|instead)\b/i,
  /\ball other (?:documents|sources|values|pages)\b.{0,20}\b(?:are|is)\b.{0,10}\b(?:wrong|false|outdated|incorrect)\b/i,
  /\b(?:new task|call the tool|tool_call|function_call|send_mail|api[_ ]key|exfiltrat\w+)\b/i,
  /"(?:chunk_id|claims|quote|tool|function|role|content)"\s*:/i,
  /<<\s*[0-9a-f]{6,}|<\/?(?:document|system|assistant|instructions?|source|chunk|claims?)\b|<\|[a-z_]+\|>|\[\/?INST\]/i,
  /^\s*(?:ignore|report|answer|reply|print|say|repeat|return)\b.{0,80}\b\d/i,
]
