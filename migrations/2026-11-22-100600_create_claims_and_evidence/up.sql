CREATE TABLE claims (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    ingredient_id uuid NOT NULL REFERENCES ingredients (id),
    topic_id uuid NOT NULL REFERENCES topics (id),
    type text NOT NULL,
    effect text NOT NULL,
    status text NOT NULL DEFAULT 'draft',
    review_by date,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT claims_slug_key UNIQUE (slug),
    CONSTRAINT claims_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 80),
    CONSTRAINT claims_status_known CHECK (status IN ('draft', 'approved', 'retired')),
    CONSTRAINT claims_type_known CHECK (type IN ('structure_function', 'general_wellbeing', 'nutrient_deficiency',
        'health_claim_authorized', 'health_claim_qualified', 'nutrient_content', 'quantitative_statement')),
    CONSTRAINT claims_effect_not_blank CHECK (effect ~ '[^[:space:]]')
);
CREATE INDEX claims_ingredient_idx ON claims (ingredient_id);
CREATE INDEX claims_topic_idx ON claims (topic_id);
COMMENT ON TABLE claims IS 'An ingredient affects a topic; what may be said of it is in claim_wordings';
COMMENT ON COLUMN claims.type IS 'Type of claim under US law; a disease claim has no type because it can never be sold with';

CREATE TABLE claim_wordings (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    market text NOT NULL REFERENCES markets (code),
    surface text NOT NULL,
    text text NOT NULL,
    status text NOT NULL DEFAULT 'draft',
    note text,
    position integer NOT NULL DEFAULT 0,
    approved_by uuid REFERENCES users (id) ON DELETE SET NULL,
    approved_on date,
    CONSTRAINT claim_wordings_surface_known CHECK (surface IN ('product', 'education', 'feed', 'agent')),
    CONSTRAINT claim_wordings_status_known CHECK (status IN ('draft', 'approved', 'rejected')),
    CONSTRAINT claim_wordings_text_not_blank CHECK (text ~ '[^[:space:]]')
);
CREATE UNIQUE INDEX claim_wordings_one_approved_key ON claim_wordings (claim_id, market, surface) WHERE status = 'approved';
CREATE INDEX claim_wordings_claim_idx ON claim_wordings (claim_id);
COMMENT ON TABLE claim_wordings IS 'A sentence for a claim, per market and surface';
COMMENT ON COLUMN claim_wordings.note IS 'Why it was rejected, or what the reviewer said';

CREATE TABLE evidence (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    reference_id uuid NOT NULL REFERENCES "references" (id),
    position integer NOT NULL DEFAULT 0,
    design text NOT NULL,
    direction text NOT NULL,
    participants integer,
    population text,
    dose_min numeric,
    dose_max numeric,
    dose_unit text,
    duration_days integer,
    effect text,
    risk_of_bias text,
    funding text,
    locator text,
    CONSTRAINT evidence_claim_reference_key UNIQUE (claim_id, reference_id, position),
    CONSTRAINT evidence_design_known CHECK (design IN ('systematic_review', 'meta_analysis', 'randomized_trial',
        'non_randomized_trial', 'cohort', 'case_control', 'cross_sectional', 'case_series', 'animal', 'in_vitro',
        'narrative_review', 'monograph', 'composition_analysis')),
    CONSTRAINT evidence_direction_known CHECK (direction IN ('supports', 'null_effect', 'contradicts', 'mixed', 'background')),
    CONSTRAINT evidence_risk_of_bias_known CHECK (risk_of_bias IN ('low', 'some', 'high')),
    CONSTRAINT evidence_participants_positive CHECK (participants > 0),
    CONSTRAINT evidence_duration_positive CHECK (duration_days > 0),
    CONSTRAINT evidence_dose_has_unit CHECK ((dose_min IS NULL AND dose_max IS NULL) OR dose_unit IS NOT NULL),
    CONSTRAINT evidence_dose_order CHECK (dose_min >= 0 AND dose_min <= dose_max)
);
CREATE INDEX evidence_reference_idx ON evidence (reference_id);
COMMENT ON TABLE evidence IS 'What one reference says about one claim; what the source does not state stays empty';
COMMENT ON COLUMN evidence.direction IS 'background: about the substance, without bearing on the effect';

CREATE TABLE claim_grades (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    letter text NOT NULL,
    rule_version text NOT NULL,
    inputs jsonb NOT NULL,
    computed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT claim_grades_letter_known CHECK (letter IN ('A', 'B', 'C', 'D', 'F'))
);
CREATE INDEX claim_grades_claim_idx ON claim_grades (claim_id, computed_at DESC);
COMMENT ON TABLE claim_grades IS 'A letter computed from evidence by a published rule, with the inputs that gave it';
