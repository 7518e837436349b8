/** First words of the OpenAPI document. Markdown. */
export const WELCOME = `Ask for a report, follow its progress, download it through a link that lives five minutes.

**Try it in a minute**

1. \`POST /api/auth/signup\` (or \`signin\`) below: *Execute* as it stands, and copy \`accessToken\` from the answer.
2. Press **Authorize**, paste the token, close.
3. \`POST /api/food-logs\`: log something eaten.
4. \`POST /api/reports\`: ask for a report, and copy its \`id\`.
5. \`GET /api/reports/{id}\`: once it says \`COMPLETED\`, open \`downloadUrl\` in a new tab.

Problems are RFC 9457 documents: \`code\` is for programs, \`detail\` for people, \`errors\` names every wrong place.
Lists take \`limit\` and \`cursor\`; a final slash is optional everywhere.`;

/** Swagger UI without its own banner, and quieter. */
export const LOOK = `
  .swagger-ui .topbar { display: none }
  .swagger-ui .info { margin: 32px 0 16px }
  .swagger-ui .scheme-container { box-shadow: none; border-block: 1px solid #e3e6ea; padding: 16px 0 }
  .swagger-ui .opblock-tag { font-size: 20px }
  .swagger-ui .opblock-tag small { font-size: 14px; color: #4a5462 }
  .swagger-ui .opblock .opblock-summary-description { color: #4a5462 }
  body { background: #fff }`;
