// Looks at a whole tree: is every rule of node.hpp kept, and does every count say the truth?
#pragma once

#include <vector>

#include "emulator/store/node.hpp"

namespace pail::store::testing {

struct Shape {
  std::size_t depth = 0;  // levels; 0: empty
  std::size_t nodes = 0;
  std::size_t rows = 0;
};
// Order, separators, prefixes, numbers, equal depth, no empty leaf, nothing fresh.
Shape check_tree(const Node* root);

// `owners` of everything below the roots is exactly the number of nodes that hold it; a root has
// one more for each time it is listed.
void check_owners(const std::vector<const Node*>& roots);

}  // namespace pail::store::testing
