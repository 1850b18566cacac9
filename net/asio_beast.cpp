// The compiled halves of Asio and Beast, once for everybody (BOOST_*_SEPARATE_COMPILATION): without
// this each file that includes them would compile them again.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
