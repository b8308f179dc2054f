//! Tells Cargo to embed again when a migration file is added: the embedding macro sees only files that it already knows.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
