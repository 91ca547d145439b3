'use strict';

// Light or dark as the system has it, also when it changes.
const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', paint);
paint();

// Swagger UI would send the parts that were left empty, and an empty archive is not none.
const withoutEmptyParts = (request) => {
  if (request.body instanceof FormData) {
    const parts = [...request.body].filter(([, value]) => value !== '');
    request.body = new FormData();
    parts.forEach(([name, value]) => request.body.append(name, value));
  }
  return request;
};

// The playground keeps its token for this tab under this name (assets/session.js).
const token = sessionStorage.getItem('facematch.token');

const show = (description) => {
  const ui = SwaggerUIBundle({
    ...description,
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    requestInterceptor: withoutEmptyParts,
    onComplete: () => token && ui.preauthorizeApiKey('bearer', token),
    // Nothing leaves the page but the calls that its user makes, and it keeps no token itself.
    validatorUrl: 'none',
    persistAuthorization: false,
    queryConfigEnabled: false,
  });
};

// Behind a proxy the server may be below a path that it does not know; this page knows it.
const base = new URL('..', location.href).href;
fetch(`${base}v3/api-docs`)
  .then((answer) => answer.json())
  .then((spec) => show({ spec: { ...spec, servers: [{ ...spec.servers[0], url: base.replace(/\/$/, '') }] } }))
  .catch(() => show({ url: `${base}v3/api-docs` })); // Swagger UI says why it can't be loaded
