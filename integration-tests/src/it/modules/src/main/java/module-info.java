/** A program in a module of its own; DJL and PEVL are automatic modules. */
module org.example.modules {
    requires ai.djl.api;
    requires io.github.pevl.translators;
    requires io.github.pevl.zoo;
}
