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

SwaggerUIBundle({
  url: '/v3/api-docs',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  requestInterceptor: withoutEmptyParts,
  // Nothing leaves the page but the calls one makes, and a token is gone with it.
  validatorUrl: 'none',
  persistAuthorization: false,
  queryConfigEnabled: false,
});
