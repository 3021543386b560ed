/** Whether a text, such as a part of an address, can be an id at all. Nothing has another one. */
export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
