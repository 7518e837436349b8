/** The two pages that are ours; everything else behind the door is the board's. */

const LOOK = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center }
  main { width: min(22rem, calc(100vw - 3rem)) }
  h1 { font-size: 1.4rem; margin: 0 0 .25rem }
  p { margin: 0 0 1.25rem }
  label { display: block; margin: 0 0 1rem }
  input { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; margin-top: .25rem }
  button { font: inherit; padding: .5rem 1.25rem }
  .fault { border-left: 4px solid #c22; padding: .25rem .75rem }
  li { margin: .5rem 0 }`;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** @param fault what went wrong with the last try, in words */
export function signInPage(formToken: string, fault: string | null): string {
  return page(
    'Sign in',
    `<h1>Pressroom</h1>
    <p>For those who run the service.</p>
    ${fault === null ? '' : `<p class="fault" role="alert">${escape(fault)}</p>`}
    <form method="post" action="/admin/sign-in">
      <input type="hidden" name="form" value="${escape(formToken)}">
      <label>E-mail <input name="email" type="email" autocomplete="username" required autofocus maxlength="320"></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required maxlength="1024"></label>
      <button>Sign in</button>
    </form>`,
  );
}

export function doorsPage(formToken: string): string {
  return page(
    'Operators',
    `<h1>Pressroom</h1>
    <ul>
      <li><a href="/admin/queues">Queues</a>: what runs, what failed and why</li>
      <li><a href="/docs">The API</a></li>
      <li><a href="/health/ready">Is it ready?</a></li>
    </ul>
    <form method="post" action="/admin/sign-out">
      <input type="hidden" name="form" value="${escape(formToken)}">
      <button>Sign out</button>
    </form>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>${title} · Pressroom</title>
  <style>${LOOK}</style>
</head>
<body><main>
    ${body}
</main></body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);
}
