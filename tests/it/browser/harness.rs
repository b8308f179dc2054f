//! The harness itself: what it does arrives at the page as from a person, and what is wrong with a page is found.
