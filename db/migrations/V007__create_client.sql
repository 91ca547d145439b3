-- Who may ask this installation's own issuer for tokens. Of a secret, which is 256 random bits, only the SHA-256 is here.
create table client (
    id          text        primary key check (id ~ '^fmc_[A-Za-z0-9_-]{22}$'),
    name        text        not null check (name ~ '\S'),
    tenant      text        not null check (tenant ~ '\S'),
    secret_hash bytea       not null check (octet_length(secret_hash) = 32),
    scopes      text[]      not null check (cardinality(scopes) > 0 and array_position(scopes, null) is null),
    created_at  timestamptz not null,
    rotated_at  timestamptz,
    disabled_at timestamptz
);
