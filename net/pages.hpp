// Memory in pages from the system itself, which go back to it: malloc would keep what is given
// back, between blocks that live on, or for one thread. They are not there before they are
// written to.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <new>

namespace pail::net {

struct UnmapPages {
  std::size_t bytes = 0;
  void operator()(char* pages) const noexcept { ::munmap(pages, bytes); }
};
using Pages = std::unique_ptr<char[], UnmapPages>;

inline Pages map_pages(std::size_t bytes) {
  void* pages = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  return Pages(static_cast<char*>(pages), UnmapPages{bytes});
}

}  // namespace pail::net
