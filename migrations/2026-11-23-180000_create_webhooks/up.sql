CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    url text NOT NULL,
    description text NOT NULL,
    secret bytea NOT NULL,
    kinds text[] NOT NULL,
    actions text[] NOT NULL,
    epoch uuid NOT NULL,
    position bigint NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    closed_until timestamptz,
    leased_until timestamptz,
    disabled_at timestamptz,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE webhooks IS 'Where events are sent that tell of changes';
COMMENT ON COLUMN webhooks.secret IS 'Signs what is sent; the receiver has it too, so that it is kept as it is';
COMMENT ON COLUMN webhooks.kinds IS 'Kinds that are meant; all if empty';
COMMENT ON COLUMN webhooks.actions IS 'Actions that are meant; all if empty';
COMMENT ON COLUMN webhooks.position IS 'Place in the change log up to which deliveries were made';
COMMENT ON COLUMN webhooks.failures IS 'Attempts that failed since the last that did not';
COMMENT ON COLUMN webhooks.closed_until IS 'Nothing is sent before, because too much failed';
COMMENT ON COLUMN webhooks.leased_until IS 'Until when a process sends to it alone';

CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    epoch uuid NOT NULL,
    position bigint NOT NULL,
    body text NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT now(),
    last_status integer,
    last_problem text,
    delivered_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT webhook_deliveries_once UNIQUE (webhook_id, epoch, position)
);
CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (webhook_id, next_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_created_idx ON webhook_deliveries (created_at);
COMMENT ON TABLE webhook_deliveries IS 'One event for one webhook: one for each change that it asks for';
COMMENT ON COLUMN webhook_deliveries.body IS 'What is sent, word for word, also when it is sent again';
