/**
 * Imported before the packed browser, which brings the system libraries that a bare machine lacks only where it
 * believes to run on Lambda.
 */
process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs20.x';
