// @generated automatically by Diesel CLI.

diesel::table! {
    /// A key that a program sends to the API: fmk_<prefix>_<secret>
    api_keys (id) {
        id -> Uuid,
        /// What the key is for, in words of the person who made it
        name -> Text,
        /// The part of the key by which it is found; no secret
        prefix -> Text,
        /// SHA-256 of the secret part, which is random and long enough for a fast hash
        secret_hash -> Bytea,
        /// What the key may do
        scopes -> Array<Text>,
        created_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        /// Last use, exact to the minute
        last_used_at -> Nullable<Timestamptz>,
        /// Network address of the last use
        last_used_from -> Nullable<Text>,
        /// Since when it is no longer accepted
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// What an article is about
    article_topics (article_id, topic_id) {
        article_id -> Uuid,
        topic_id -> Uuid,
        position -> Int4,
    }
}

diesel::table! {
    /// Educational content
    articles (id) {
        id -> Uuid,
        slug -> Text,
        title -> Text,
        summary -> Text,
        /// Markdown with [@reference] citations and [text](kind:slug) links
        body -> Text,
        author -> Text,
        reviewed_by -> Nullable<Text>,
        reviewed_on -> Nullable<Date>,
        review_by -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A free-from or contains statement with what it rests on
    assertions (id) {
        id -> Uuid,
        product_id -> Uuid,
        statement -> Text,
        substance -> Text,
        basis -> Text,
        document -> Nullable<Text>,
        as_of -> Nullable<Date>,
        position -> Int4,
    }
}

diesel::table! {
    /// A fact that products of some types state, such as the flavor
    attributes (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        hint -> Text,
        value_type -> Text,
        /// Unit of a number
        unit -> Nullable<Text>,
        choices -> Array<Text>,
        /// Whether product pages show it
        is_public -> Bool,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// Who did what and when; the application role may only insert and read
    audit_log (id) {
        id -> Uuid,
        happened_at -> Timestamptz,
        user_id -> Nullable<Uuid>,
        /// E-mail of the person at that time, or the name of the part of the system
        actor -> Text,
        action -> Text,
        kind -> Text,
        entity_id -> Nullable<Uuid>,
        detail -> Jsonb,
    }
}

diesel::table! {
    /// What a person has typed and not saved yet
    autosaves (user_id, entity_id) {
        user_id -> Uuid,
        entity_id -> Uuid,
        kind -> Text,
        /// The revision that the person began with; 0 for something new
        revision -> Int4,
        /// The fields as a list of name and value
        form -> Jsonb,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    /// The name under which products are sold
    brands (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        summary -> Text,
        /// Markdown
        description -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// One change of many objects
    bulk_jobs (id) {
        id -> Uuid,
        kind -> Text,
        /// Field, verb and words
        operation -> Jsonb,
        state -> Text,
        total -> Int4,
        note -> Text,
        author_id -> Nullable<Uuid>,
        author -> Text,
        created_at -> Timestamptz,
        started_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// One object of a change of many, with what came of it
    bulk_rows (job_id, position) {
        job_id -> Uuid,
        position -> Int4,
        entity_id -> Uuid,
        title -> Text,
        state -> Text,
        /// The value of the field before
        before -> Nullable<Jsonb>,
        /// The value of the field after
        after -> Nullable<Jsonb>,
        /// The revision that the change made
        revision -> Nullable<Int4>,
        message -> Nullable<Text>,
    }
}

diesel::table! {
    /// The shelf a product stands on; a tree
    categories (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        summary -> Text,
        description -> Text,
        parent_id -> Nullable<Uuid>,
        position -> Int4,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// One measured value of a certificate
    certificate_results (certificate_id, position) {
        certificate_id -> Uuid,
        position -> Int4,
        analyte -> Text,
        operator -> Text,
        quantity -> Nullable<Numeric>,
        unit -> Nullable<Text>,
        limit_quantity -> Nullable<Numeric>,
        passed -> Nullable<Bool>,
    }
}

diesel::table! {
    /// A laboratory report on a lot
    certificates (id) {
        id -> Uuid,
        lot_id -> Uuid,
        laboratory -> Text,
        number -> Nullable<Text>,
        issued_on -> Date,
        review_by -> Nullable<Date>,
        document_id -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// One row. A writer updates it as its last statement, so its row lock makes position order the commit order
    change_counter (only_row) {
        only_row -> Bool,
        /// Changes after a restore or failover; a cursor of another epoch must resync
        epoch -> Uuid,
        position -> Int8,
        /// The last position that is kept no longer; 0 while all are
        pruned -> Int8,
        /// The server, its timeline and the table in which the epoch began: all of them change when something is restored
        incarnation -> Nullable<Text>,
    }
}

diesel::table! {
    /// The change log, in commit order and without gaps: what caches, indexes, feeds and webhooks follow
    changes (position) {
        position -> Int8,
        kind -> Text,
        entity_id -> Uuid,
        slug -> Text,
        action -> Text,
        fields -> Array<Text>,
        revision -> Nullable<Int4>,
        publication_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A letter computed from evidence by a published rule, with the inputs that gave it
    claim_grades (id) {
        id -> Uuid,
        claim_id -> Uuid,
        /// Null when no source speaks about the effect
        letter -> Nullable<Text>,
        rule_version -> Text,
        inputs -> Jsonb,
        computed_at -> Timestamptz,
        /// True when no study in people carries it
        preliminary -> Bool,
    }
}

diesel::table! {
    /// A sentence for a claim, per market and surface
    claim_wordings (id) {
        id -> Uuid,
        claim_id -> Uuid,
        market -> Text,
        surface -> Text,
        text -> Text,
        status -> Text,
        /// Why it was rejected, or what the reviewer said
        note -> Nullable<Text>,
        position -> Int4,
        approved_by -> Nullable<Uuid>,
        approved_on -> Nullable<Date>,
        /// The authorised wording of the market's rule pack that this is
        authorised_id -> Nullable<Text>,
        /// Who wrote the sentence as it stands; that person cannot approve it
        written_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    /// An ingredient affects a topic; what may be said of it is in claim_wordings
    claims (id) {
        id -> Uuid,
        slug -> Text,
        ingredient_id -> Uuid,
        topic_id -> Uuid,
        /// Type of claim under US law; a disease claim has no type because it can never be sold with
        #[sql_name = "type"]
        type_ -> Text,
        effect -> Text,
        status -> Text,
        review_by -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A product that was chosen by hand
    collection_products (collection_id, product_id) {
        collection_id -> Uuid,
        product_id -> Uuid,
        position -> Int4,
    }
}

diesel::table! {
    /// What products of a collection have in common
    collection_rules (collection_id, position) {
        collection_id -> Uuid,
        position -> Int4,
        aspect -> Text,
        /// The brand, category or ingredient
        target_id -> Nullable<Uuid>,
        /// The form, or the substance that it is free from
        word -> Nullable<Text>,
        /// Least amount of the ingredient in a serving
        at_least -> Nullable<Numeric>,
        /// Unit of that amount
        unit -> Nullable<Text>,
    }
}

diesel::table! {
    /// Products that belong together, chosen by hand, by rule, or both
    collections (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        summary -> Text,
        description -> Text,
        /// Whether a product must meet all rules or any
        match_mode -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// Append-only: what people say about a draft in its review
    comments (id) {
        id -> Uuid,
        entity_id -> Uuid,
        kind -> Text,
        revision -> Int4,
        text -> Text,
        author_id -> Nullable<Uuid>,
        author -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// The pointer from an entity to its current publication
    current_publications (entity_id) {
        entity_id -> Uuid,
        publication_id -> Uuid,
        kind -> Text,
        slug -> Text,
        path -> Nullable<Text>,
        state -> Text,
        sort_name -> Text,
        /// Keys under which lists find it, such as form:capsule or free-from:gluten
        listing -> Array<Text>,
        first_published_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// What the demo catalog made, so that it can be removed again
    demo_entities (entity_id) {
        entity_id -> Uuid,
        kind -> Text,
    }
}

diesel::table! {
    /// The saved draft of an entity: its revision, and where it stands before it is published
    drafts (entity_id) {
        entity_id -> Uuid,
        kind -> Text,
        revision -> Int4,
        /// SHA-256 of the draft of that revision, by which a change from elsewhere is noticed
        checksum -> Text,
        state -> Text,
        /// Who asked for the review, or approved
        state_by -> Nullable<Uuid>,
        state_at -> Timestamptz,
        /// The revision that was published last from the desk
        published_revision -> Nullable<Int4>,
        /// Who saved the revision
        saved_by -> Nullable<Uuid>,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    /// What one reference says about one claim; what the source does not state stays empty
    evidence (id) {
        id -> Uuid,
        claim_id -> Uuid,
        reference_id -> Uuid,
        position -> Int4,
        design -> Text,
        /// background: about the substance, without bearing on the effect
        direction -> Text,
        participants -> Nullable<Int4>,
        population -> Nullable<Text>,
        dose_min -> Nullable<Numeric>,
        dose_max -> Nullable<Numeric>,
        dose_unit -> Nullable<Text>,
        duration_days -> Nullable<Int4>,
        effect -> Nullable<Text>,
        risk_of_bias -> Nullable<Text>,
        funding -> Nullable<Text>,
        locator -> Nullable<Text>,
        /// How far what was tested is what the claim says; empty when nobody has judged it
        directness -> Nullable<Text>,
    }
}

diesel::table! {
    /// Amount of a row per serving size
    formula_amounts (row_id, serving) {
        row_id -> Uuid,
        serving -> Int4,
        operator -> Nullable<Text>,
        /// Null when the label does not declare it: unknown is not zero
        quantity -> Nullable<Numeric>,
        unit -> Nullable<Text>,
        percent_operator -> Nullable<Text>,
        daily_value_percent -> Nullable<Numeric>,
        daily_value_not_established -> Bool,
    }
}

diesel::table! {
    /// A row of a label; blends and constituents nest
    formula_rows (id) {
        id -> Uuid,
        formula_id -> Uuid,
        parent_id -> Nullable<Uuid>,
        position -> Int4,
        kind -> Text,
        name -> Text,
        ingredient_id -> Nullable<Uuid>,
        /// Printed in parentheses, such as: as calcium carbonate
        source_form -> Nullable<Text>,
        plant_part -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    /// Serving sizes of a label, usually one
    formula_servings (formula_id, position) {
        formula_id -> Uuid,
        position -> Int4,
        amount -> Numeric,
        amount_max -> Nullable<Numeric>,
        unit -> Text,
        note -> Nullable<Text>,
        per_day_min -> Nullable<Numeric>,
        per_day_max -> Nullable<Numeric>,
    }
}

diesel::table! {
    /// What is in the bottle; a new row when the product is reformulated
    formulas (id) {
        id -> Uuid,
        product_id -> Uuid,
        revision -> Int4,
        is_current -> Bool,
        source -> Text,
        dsld_label_id -> Nullable<Int8>,
        /// Of the imported label, so that importing it again changes nothing
        source_checksum -> Nullable<Text>,
        servings_per_container -> Nullable<Text>,
        /// Column of Daily Values that the panel uses, 21 CFR 101.9(c)(8)(iv)
        population -> Text,
        effective_from -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        /// Further columns of Daily Values on the same panel, in order
        more_populations -> Array<Text>,
    }
}

diesel::table! {
    /// What was answered to creations, so that the same request again makes nothing twice; kept for a day
    idempotency_keys (api_key_id, key) {
        api_key_id -> Uuid,
        key -> Text,
        /// SHA-256 of method, address and body: a key is good for one request
        request_hash -> Bytea,
        answer -> Nullable<Json>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A substance found within another, as lactoferrin in colostrum
    ingredient_constituents (ingredient_id, constituent_id) {
        ingredient_id -> Uuid,
        constituent_id -> Uuid,
        position -> Int4,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    /// Another name of an ingredient
    ingredient_synonyms (id) {
        id -> Uuid,
        ingredient_id -> Uuid,
        name -> Text,
        kind -> Text,
        position -> Int4,
    }
}

diesel::table! {
    /// A substance with its own page
    ingredients (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        kind -> Text,
        summary -> Text,
        description -> Text,
        latin_name -> Nullable<Text>,
        /// FDA unique ingredient identifier, ten characters
        unii -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A batch of a variant; code as in GS1 application identifier 10
    lots (id) {
        id -> Uuid,
        variant_id -> Uuid,
        code -> Text,
        made_on -> Nullable<Date>,
        expires_on -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        /// Whether it is published with its product
        is_listed -> Bool,
    }
}

diesel::table! {
    /// A currency, a locale, a unit system and a jurisdiction with its rule pack
    markets (code) {
        code -> Text,
        name -> Text,
        currency -> Text,
        locale -> Text,
        unit_system -> Text,
        jurisdiction -> Text,
    }
}

diesel::table! {
    /// A stored file, one row for the same bytes however often it is used
    media (id) {
        id -> Uuid,
        sha256 -> Text,
        mime -> Text,
        /// In pixels; 0 for a document
        width -> Int4,
        height -> Int4,
        bytes -> Int8,
        created_at -> Timestamptz,
        /// What the file was called where it came from, for people to know it again
        name -> Text,
        /// What the picture shows, for those who can't see it: where it is used, this is the first proposal
        alt -> Text,
        /// Hash of the uploaded bytes, from which the file was made; null for what was not uploaded
        source_sha256 -> Nullable<Text>,
        uploaded_by -> Nullable<Uuid>,
        /// Counts how often the texts were saved
        version -> Int4,
    }
}

diesel::table! {
    /// A PDF with what it says about which lot or product; the same file may be several documents
    media_documents (id) {
        id -> Uuid,
        media_id -> Uuid,
        kind -> Text,
        title -> Text,
        lot_id -> Nullable<Uuid>,
        /// The product, of a document with a lot that of the lot
        product_id -> Nullable<Uuid>,
        /// Until when it holds
        expires_on -> Nullable<Date>,
        uploaded_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A picture in a smaller width, for screens that need no more
    media_renditions (media_id, width) {
        media_id -> Uuid,
        width -> Int4,
        height -> Int4,
        sha256 -> Text,
        mime -> Text,
        bytes -> Int8,
    }
}

diesel::table! {
    /// Statements that must be notified to the FDA within 30 days of first marketing, 21 CFR 101.93(a)
    notifications (id) {
        id -> Uuid,
        product_id -> Uuid,
        product -> Text,
        brand -> Text,
        ingredient -> Nullable<Text>,
        claim_id -> Nullable<Uuid>,
        statement -> Text,
        statement_sha256 -> Text,
        first_public_on -> Date,
        due_on -> Date,
        notified_on -> Nullable<Date>,
        signatory -> Nullable<Text>,
    }
}

diesel::table! {
    /// Until when the starts and ends of offers have been written to the change log
    offer_boundaries (only_row) {
        only_row -> Bool,
        processed_until -> Timestamptz,
    }
}

diesel::table! {
    /// Append-only: every state an offer has had; price is null when it was removed
    offer_history (id) {
        id -> Uuid,
        variant_id -> Uuid,
        market -> Text,
        currency -> Text,
        price_minor -> Nullable<Int8>,
        list_minor -> Nullable<Int8>,
        availability -> Nullable<Text>,
        starts_at -> Nullable<Timestamptz>,
        ends_at -> Nullable<Timestamptz>,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    /// Price and availability of one variant in one market, for one period; read live by the public
    offers (id) {
        id -> Uuid,
        variant_id -> Uuid,
        product_id -> Uuid,
        market -> Text,
        currency -> Text,
        /// Integer minor units of the currency, such as cents
        price_minor -> Int8,
        /// The price it is reduced from, when there is one
        list_minor -> Nullable<Int8>,
        availability -> Text,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        version -> Int4,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A link that an administrator hands over; it is deleted when it is used, and a newer one takes its place
    one_time_links (token_hash) {
        /// SHA-256 of the token in the link
        token_hash -> Bytea,
        user_id -> Uuid,
        /// invitation: of a person who is new; password_reset: of one who had a password
        purpose -> Text,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    /// The secret by which links to previews are signed
    preview_key (only_row) {
        only_row -> Bool,
        secret -> Text,
    }
}

diesel::table! {
    /// What a product states for an attribute, in the form that the type of the attribute gives it
    product_attributes (product_id, attribute_id) {
        product_id -> Uuid,
        attribute_id -> Uuid,
        value -> Text,
    }
}

diesel::table! {
    /// Claims that a product page shows, as far as evidence and wording allow
    product_claims (product_id, claim_id) {
        product_id -> Uuid,
        claim_id -> Uuid,
        position -> Int4,
    }
}

diesel::table! {
    /// Pictures of a product in order
    product_media (product_id, position) {
        product_id -> Uuid,
        position -> Int4,
        media_id -> Uuid,
        /// The same picture as pixels, for feeds; social_id the wide one for previews
        raster_id -> Nullable<Uuid>,
        social_id -> Nullable<Uuid>,
        alt -> Text,
    }
}

diesel::table! {
    /// What variants differ by, such as Size or Flavor
    product_options (product_id, position) {
        product_id -> Uuid,
        position -> Int4,
        name -> Text,
    }
}

diesel::table! {
    /// Sentences printed on an imported label, as printed; not shown to visitors
    product_statements (id) {
        id -> Uuid,
        product_id -> Uuid,
        position -> Int4,
        kind -> Text,
        text -> Text,
    }
}

diesel::table! {
    /// Texts of a product for a market besides the default one; a product without is not listed there
    product_texts (product_id, market) {
        product_id -> Uuid,
        market -> Text,
        summary -> Text,
        description -> Text,
        audience -> Nullable<Text>,
        directions -> Text,
        cautions -> Nullable<Text>,
        storage -> Nullable<Text>,
    }
}

diesel::table! {
    /// An attribute that products of a type have
    product_type_attributes (product_type_id, attribute_id) {
        product_type_id -> Uuid,
        attribute_id -> Uuid,
        position -> Int4,
        /// Whether a product must state it before it is published
        is_required -> Bool,
    }
}

diesel::table! {
    /// Which attributes products of a sort state
    product_types (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        description -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// What is listed; what is bought is a variant
    products (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        brand_id -> Uuid,
        category_id -> Nullable<Uuid>,
        form -> Text,
        summary -> Text,
        /// Markdown
        description -> Text,
        audience -> Nullable<Text>,
        directions -> Text,
        cautions -> Nullable<Text>,
        storage -> Nullable<Text>,
        /// Key of the product in the system it was imported from
        external_ref -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        /// Fixes which attributes apply
        product_type_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    /// One product of a protocol
    protocol_steps (protocol_id, position) {
        protocol_id -> Uuid,
        position -> Int4,
        product_id -> Uuid,
        amount -> Text,
        timing -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    /// A set of products for a topic with dose and timing
    protocols (id) {
        id -> Uuid,
        slug -> Text,
        title -> Text,
        summary -> Text,
        description -> Text,
        topic_id -> Uuid,
        article_id -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// What the current documents refer to, for "used in" both ways
    publication_links (from_entity, to_entity, role) {
        from_entity -> Uuid,
        to_entity -> Uuid,
        role -> Text,
        from_kind -> Text,
        to_kind -> Text,
        /// True when the reader shows the whole of the target, so that a change deep inside it touches the referrer
        embeds -> Bool,
        /// True when the reader of the target shows the whole of the referrer, as an ingredient shows its claims
        embedded -> Bool,
        position -> Int4,
        detail -> Nullable<Text>,
        /// By what the referrer is sorted, as in current_publications
        sort_name -> Text,
    }
}

diesel::table! {
    /// Append-only: every document that was ever public, and every withdrawal
    publications (id) {
        id -> Uuid,
        kind -> Text,
        entity_id -> Uuid,
        revision -> Int4,
        action -> Text,
        slug -> Text,
        path -> Nullable<Text>,
        /// Version of the document shape of its kind; readers upcast older ones
        schema_version -> Int4,
        document -> Json,
        card -> Json,
        checksum -> Text,
        author_id -> Nullable<Uuid>,
        /// Who published, as shown in the history; "system" for what the system decided by itself
        author -> Text,
        note -> Text,
        template_version -> Text,
        rule_pack_version -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Codes that each stand in once for the authenticator
    recovery_codes (id) {
        id -> Uuid,
        user_id -> Uuid,
        /// SHA-256; the codes are random and long enough for a fast hash
        code_hash -> Bytea,
        /// When it was used; null while it can be
        used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// An address of the site that leads to another one, made by a person
    redirects (id) {
        id -> Uuid,
        from_path -> Text,
        to_path -> Text,
        note -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// Authors in order: a person with family and given name, or a group
    reference_authors (reference_id, position) {
        reference_id -> Uuid,
        position -> Int4,
        family -> Nullable<Text>,
        given -> Nullable<Text>,
        literal -> Nullable<Text>,
    }
}

diesel::table! {
    /// A publication; one row however often it is cited
    references (id) {
        id -> Uuid,
        slug -> Text,
        #[sql_name = "type"]
        type_ -> Text,
        title -> Text,
        container_title -> Nullable<Text>,
        container_short -> Nullable<Text>,
        year -> Nullable<Int4>,
        month -> Nullable<Int4>,
        volume -> Nullable<Text>,
        issue -> Nullable<Text>,
        pages -> Nullable<Text>,
        article_number -> Nullable<Text>,
        publisher -> Nullable<Text>,
        doi -> Nullable<Text>,
        pmid -> Nullable<Int8>,
        pmcid -> Nullable<Text>,
        /// Thirteen digits
        isbn -> Nullable<Text>,
        issn -> Nullable<Text>,
        url -> Nullable<Text>,
        /// The citation as it was printed where we found it
        source_text -> Nullable<Text>,
        /// The source shortened the list of authors
        authors_incomplete -> Bool,
        status -> Text,
        status_checked_on -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        /// The notice that the status rests on, such as a retraction
        status_note -> Nullable<Text>,
    }
}

diesel::table! {
    /// How far in the change log pages have been judged again because something that they show changed
    rejudge_cursor (only_row) {
        only_row -> Bool,
        position -> Int8,
    }
}

diesel::table! {
    /// One object of a release
    release_items (release_id, entity_id) {
        release_id -> Uuid,
        entity_id -> Uuid,
        kind -> Text,
        action -> Text,
        /// The saved draft that it is for
        revision -> Int4,
        /// Why it is withdrawn, for visitors
        reason -> Text,
    }
}

diesel::table! {
    /// Objects that become public together, or none of them
    releases (id) {
        id -> Uuid,
        name -> Text,
        note -> Text,
        state -> Text,
        created_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        published_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// Until which day lapsed reviews have been written to the change log
    review_boundaries (only_row) {
        only_row -> Bool,
        processed_until -> Date,
    }
}

diesel::table! {
    /// What a reviewer has to look at
    review_tasks (id) {
        id -> Uuid,
        reason -> Text,
        kind -> Text,
        entity_id -> Uuid,
        title -> Text,
        detail -> Jsonb,
        created_at -> Timestamptz,
        resolved_at -> Nullable<Timestamptz>,
        resolved_by -> Nullable<Uuid>,
        resolution -> Nullable<Text>,
    }
}

diesel::table! {
    /// Append-only: every saved draft as it was
    revisions (entity_id, revision) {
        entity_id -> Uuid,
        revision -> Int4,
        kind -> Text,
        /// What made it; elsewhere: an import or a command, noticed when it was opened next
        action -> Text,
        title -> Text,
        draft -> Jsonb,
        author_id -> Nullable<Uuid>,
        author -> Text,
        note -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Every public address of a published entity: live, redirect (always one hop) or gone
    routes (path) {
        path -> Text,
        kind -> Text,
        entity_id -> Uuid,
        state -> Text,
        target -> Nullable<Text>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// The version of each rule pack by which the public catalog was judged last
    rule_scans (jurisdiction) {
        jurisdiction -> Text,
        pack_version -> Text,
        scanned_at -> Timestamptz,
    }
}

diesel::table! {
    /// A filtered list that a person keeps under a name
    saved_views (id) {
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        name -> Text,
        /// The query of the list's address
        query -> Text,
        is_shared -> Bool,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// What becomes public, or ceases to be, at a time
    schedules (id) {
        id -> Uuid,
        entity_id -> Nullable<Uuid>,
        kind -> Nullable<Text>,
        release_id -> Nullable<Uuid>,
        action -> Text,
        /// The saved draft that it is for
        revision -> Nullable<Int4>,
        reason -> Text,
        runs_at -> Timestamptz,
        /// IANA time zone in which the person named the time
        zone -> Text,
        state -> Text,
        /// What came of it, in a sentence
        outcome -> Nullable<Text>,
        author_id -> Nullable<Uuid>,
        author -> Text,
        created_at -> Timestamptz,
        ran_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// How often words were looked for on a day: no visitor, no address, no time of day
    search_days (market, day, query) {
        day -> Date,
        market -> Text,
        query -> Text,
        searches -> Int4,
        /// Searches that found nothing
        empty_searches -> Int4,
        /// Products that were opened from their results
        clicks -> Int4,
    }
}

diesel::table! {
    /// What a rule raises in a list
    search_rule_boosts (rule_id, position) {
        rule_id -> Uuid,
        position -> Int4,
        category_id -> Nullable<Uuid>,
        brand_id -> Nullable<Uuid>,
        ingredient_id -> Nullable<Uuid>,
        /// How much its relevance is multiplied by
        times -> Numeric,
    }
}

diesel::table! {
    /// A product that stands first in a list, or is left out of it
    search_rule_products (rule_id, product_id) {
        rule_id -> Uuid,
        product_id -> Uuid,
        effect -> Text,
        position -> Int4,
    }
}

diesel::table! {
    /// How a list of products is arranged, for words, a category or a filter
    search_rules (id) {
        id -> Uuid,
        name -> Text,
        market -> Nullable<Text>,
        /// Words of visitors; empty for lists of any words and of none
        query -> Text,
        query_match -> Text,
        /// With the three behind it: to what the list must be narrowed
        category_id -> Nullable<Uuid>,
        brand_id -> Nullable<Uuid>,
        ingredient_id -> Nullable<Uuid>,
        topic_id -> Nullable<Uuid>,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        /// Path to which the words lead instead of a list
        leads_to -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// Codes of an authenticator that a person signs in with after the password (TOTP, RFC 6238)
    second_factors (user_id) {
        user_id -> Uuid,
        /// The secret that authenticator and program share; codes can't be computed from a hash of it
        secret -> Bytea,
        /// Since when it is asked for; null until a first code was right
        confirmed_at -> Nullable<Timestamptz>,
        /// Thirty-second step of the last code that was accepted; earlier ones are refused
        last_step -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// A signed-in browser; the cookie holds the token, this table only its SHA-256
    sessions (token_hash) {
        token_hash -> Bytea,
        user_id -> Uuid,
        csrf_token -> Text,
        created_at -> Timestamptz,
        /// Last request, exact to the minute; a session that is not used ends before it expires
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        /// Names the session on pages, where its token must not stand
        id -> Uuid,
        /// Network address that signed in
        address -> Text,
        /// What the browser calls itself
        user_agent -> Text,
    }
}

diesel::table! {
    /// A browser whose password was right and that has yet to send a code; the cookie holds the token, this table only its SHA-256
    sign_in_challenges (token_hash) {
        token_hash -> Bytea,
        user_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    /// Failed sign-ins of the last hour, to slow guessing down per account and per address
    sign_in_failures (id) {
        id -> Uuid,
        email -> Text,
        address -> Text,
        failed_at -> Timestamptz,
    }
}

diesel::table! {
    /// Append-only: a reviewer let this very text of this entity pass these rules
    sign_offs (id) {
        id -> Uuid,
        entity_id -> Uuid,
        kind -> Text,
        jurisdiction -> Text,
        surface -> Text,
        text -> Text,
        text_sha256 -> Text,
        rules -> Array<Text>,
        /// True when a rule blocked the text and the reviewer let it pass all the same
        is_override -> Bool,
        reason -> Text,
        signed_by -> Nullable<Uuid>,
        /// Name at that time
        signer -> Text,
        signed_at -> Timestamptz,
    }
}

diesel::table! {
    /// Words of visitors that find what is called otherwise
    synonyms (id) {
        id -> Uuid,
        words -> Array<Text>,
        /// both: every word finds every other one; one: the words find what they lead to, and not back
        direction -> Text,
        leads_to -> Array<Text>,
        note -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A body function or goal, never a disease
    topics (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        summary -> Text,
        description -> Text,
        /// Words that visitors type and that no page may print
        also_searched -> Array<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// A person who may sign in to the admin
    users (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        role -> Text,
        /// Argon2id in PHC string form
        password_hash -> Text,
        disabled_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        /// Last request, exact to the minute
        last_seen_at -> Nullable<Timestamptz>,
        /// Since when the person has to set a password by a one-time link and can't sign in
        awaits_password_since -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    /// The value of the option at the same position of its product
    variant_options (variant_id, position) {
        variant_id -> Uuid,
        position -> Int4,
        value -> Text,
    }
}

diesel::table! {
    /// The purchasable unit in every feed
    variants (id) {
        id -> Uuid,
        product_id -> Uuid,
        sku -> Text,
        /// Padded with zeros to 14 digits; gtin_digits says how many were printed
        gtin -> Nullable<Text>,
        gtin_digits -> Nullable<Int4>,
        title -> Text,
        net_quantity -> Nullable<Numeric>,
        net_unit -> Nullable<Text>,
        servings -> Nullable<Numeric>,
        position -> Int4,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    /// One event for one webhook: one for each change that it asks for
    webhook_deliveries (id) {
        id -> Uuid,
        webhook_id -> Uuid,
        epoch -> Uuid,
        position -> Int8,
        /// What is sent, word for word, also when it is sent again
        body -> Text,
        state -> Text,
        attempts -> Int4,
        next_at -> Timestamptz,
        last_status -> Nullable<Int4>,
        last_problem -> Nullable<Text>,
        delivered_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    /// Where events are sent that tell of changes
    webhooks (id) {
        id -> Uuid,
        url -> Text,
        description -> Text,
        /// Signs what is sent; the receiver has it too, so that it is kept as it is
        secret -> Bytea,
        /// Kinds that are meant; all if empty
        kinds -> Array<Text>,
        /// Actions that are meant; all if empty
        actions -> Array<Text>,
        epoch -> Uuid,
        /// Place in the change log up to which deliveries were made
        position -> Int8,
        /// Attempts that failed since the last that did not
        failures -> Int4,
        /// Nothing is sent before, because too much failed
        closed_until -> Nullable<Timestamptz>,
        /// Until when a process sends to it alone
        leased_until -> Nullable<Timestamptz>,
        disabled_at -> Nullable<Timestamptz>,
        created_by -> Text,
        created_at -> Timestamptz,
    }
}

diesel::joinable!(api_keys -> users (created_by));
diesel::joinable!(article_topics -> articles (article_id));
diesel::joinable!(article_topics -> topics (topic_id));
diesel::joinable!(assertions -> products (product_id));
diesel::joinable!(audit_log -> users (user_id));
diesel::joinable!(autosaves -> users (user_id));
diesel::joinable!(bulk_jobs -> users (author_id));
diesel::joinable!(bulk_rows -> bulk_jobs (job_id));
diesel::joinable!(certificate_results -> certificates (certificate_id));
diesel::joinable!(certificates -> lots (lot_id));
diesel::joinable!(certificates -> media (document_id));
diesel::joinable!(changes -> publications (publication_id));
diesel::joinable!(claim_grades -> claims (claim_id));
diesel::joinable!(claim_wordings -> claims (claim_id));
diesel::joinable!(claim_wordings -> markets (market));
diesel::joinable!(claims -> ingredients (ingredient_id));
diesel::joinable!(claims -> topics (topic_id));
diesel::joinable!(collection_products -> collections (collection_id));
diesel::joinable!(collection_products -> products (product_id));
diesel::joinable!(collection_rules -> collections (collection_id));
diesel::joinable!(comments -> users (author_id));
diesel::joinable!(current_publications -> publications (publication_id));
diesel::joinable!(evidence -> claims (claim_id));
diesel::joinable!(evidence -> references (reference_id));
diesel::joinable!(formula_amounts -> formula_rows (row_id));
diesel::joinable!(formula_rows -> formulas (formula_id));
diesel::joinable!(formula_rows -> ingredients (ingredient_id));
diesel::joinable!(formula_servings -> formulas (formula_id));
diesel::joinable!(formulas -> products (product_id));
diesel::joinable!(idempotency_keys -> api_keys (api_key_id));
diesel::joinable!(ingredient_synonyms -> ingredients (ingredient_id));
diesel::joinable!(lots -> variants (variant_id));
diesel::joinable!(media -> users (uploaded_by));
diesel::joinable!(media_documents -> lots (lot_id));
diesel::joinable!(media_documents -> media (media_id));
diesel::joinable!(media_documents -> products (product_id));
diesel::joinable!(media_documents -> users (uploaded_by));
diesel::joinable!(media_renditions -> media (media_id));
diesel::joinable!(offers -> markets (market));
diesel::joinable!(one_time_links -> users (user_id));
diesel::joinable!(product_attributes -> attributes (attribute_id));
diesel::joinable!(product_attributes -> products (product_id));
diesel::joinable!(product_claims -> claims (claim_id));
diesel::joinable!(product_claims -> products (product_id));
diesel::joinable!(product_media -> products (product_id));
diesel::joinable!(product_options -> products (product_id));
diesel::joinable!(product_statements -> products (product_id));
diesel::joinable!(product_texts -> markets (market));
diesel::joinable!(product_texts -> products (product_id));
diesel::joinable!(product_type_attributes -> attributes (attribute_id));
diesel::joinable!(product_type_attributes -> product_types (product_type_id));
diesel::joinable!(products -> brands (brand_id));
diesel::joinable!(products -> categories (category_id));
diesel::joinable!(products -> product_types (product_type_id));
diesel::joinable!(protocol_steps -> products (product_id));
diesel::joinable!(protocol_steps -> protocols (protocol_id));
diesel::joinable!(protocols -> articles (article_id));
diesel::joinable!(protocols -> topics (topic_id));
diesel::joinable!(publication_links -> current_publications (from_entity));
diesel::joinable!(publications -> users (author_id));
diesel::joinable!(recovery_codes -> users (user_id));
diesel::joinable!(reference_authors -> references (reference_id));
diesel::joinable!(release_items -> releases (release_id));
diesel::joinable!(releases -> users (created_by));
diesel::joinable!(review_tasks -> users (resolved_by));
diesel::joinable!(revisions -> users (author_id));
diesel::joinable!(saved_views -> users (user_id));
diesel::joinable!(schedules -> releases (release_id));
diesel::joinable!(schedules -> users (author_id));
diesel::joinable!(search_days -> markets (market));
diesel::joinable!(search_rule_boosts -> brands (brand_id));
diesel::joinable!(search_rule_boosts -> categories (category_id));
diesel::joinable!(search_rule_boosts -> ingredients (ingredient_id));
diesel::joinable!(search_rule_boosts -> search_rules (rule_id));
diesel::joinable!(search_rule_products -> products (product_id));
diesel::joinable!(search_rule_products -> search_rules (rule_id));
diesel::joinable!(search_rules -> brands (brand_id));
diesel::joinable!(search_rules -> categories (category_id));
diesel::joinable!(search_rules -> ingredients (ingredient_id));
diesel::joinable!(search_rules -> markets (market));
diesel::joinable!(search_rules -> topics (topic_id));
diesel::joinable!(second_factors -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(sign_in_challenges -> users (user_id));
diesel::joinable!(sign_offs -> users (signed_by));
diesel::joinable!(variant_options -> variants (variant_id));
diesel::joinable!(variants -> products (product_id));
diesel::joinable!(webhook_deliveries -> webhooks (webhook_id));

