/** What the file says of itself, in its information dictionary and its XMP packet. */
export interface FileFacts {
  title: string;
  subject: string;
  language: string;
  asOf: Date | null;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);

/** Descriptions for the XMP packet (ISO 16684-1); pdfkit adds the envelope and the PDF/UA identifier. */
export function xmpOf(facts: FileFacts): string {
  const created =
    facts.asOf === null ? '' : `<xmp:CreateDate>${facts.asOf.toISOString().slice(0, 19)}Z</xmp:CreateDate>`;
  return `
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">${created}<xmp:CreatorTool>Pressroom</xmp:CreatorTool></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(facts.title)}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(facts.subject)}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>${escapeXml(facts.language)}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>Pressroom</pdf:Producer></rdf:Description>
`;
}
