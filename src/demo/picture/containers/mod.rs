//! The containers, each with its label and what lies beside it.

mod bottles;
mod flat;
mod jars;

use super::Container;
use super::canvas::Art;
use super::label::Print;

/// Draws a container with everything that belongs to it, on a 1000 by 1000 picture.
pub(super) fn draw(art: &mut Art, container: Container, print: &Print) {
    match container {
        Container::Bottle => bottles::capsules(art, print),
        Container::Tablets => bottles::tablets(art, print),
        Container::Softgels => bottles::softgels(art, print),
        Container::Dropper => bottles::dropper(art, print),
        Container::TallBottle => bottles::tall(art, print),
        Container::Jar => jars::powder(art, print),
        Container::GummyJar => jars::gummies(art, print),
        Container::Tin => jars::tin(art, print),
        Container::Pouch => flat::pouch(art, print),
        Container::Box => flat::carton(art, print),
    }
}
