#include "commands.hpp"

#include <iostream>

int main(int argc, char** argv) {
  try {
    return fangst::service::run_command(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "fangst: " << error.what() << '\n';
    return 1;
  }
}
