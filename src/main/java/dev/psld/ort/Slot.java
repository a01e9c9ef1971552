package dev.psld.ort;

import com.sun.jna.Pointer;

/**
 * The functions of ONNX Runtime's C API that this program calls: the place in the table {@code OrtApi}, the minor version that
 * brought it, and what it returns. The table is append-only, so a place holds for every later version.
 */
enum Slot {
    GET_ERROR_CODE(1, int.class),
    GET_ERROR_MESSAGE(2, Pointer.class),
    CREATE_SESSION(7),
    CREATE_SESSION_FROM_ARRAY(8),
    RUN(9),
    CREATE_SESSION_OPTIONS(10),
    SET_OPTIMIZED_MODEL_FILE_PATH(11),
    DISABLE_CPU_MEM_ARENA(19),
    SET_GRAPH_OPTIMIZATION_LEVEL(23),
    SESSION_GET_INPUT_COUNT(30),
    SESSION_GET_OUTPUT_COUNT(31),
    SESSION_GET_INPUT_TYPE_INFO(33),
    SESSION_GET_OUTPUT_TYPE_INFO(34),
    SESSION_GET_INPUT_NAME(36),
    SESSION_GET_OUTPUT_NAME(37),
    CREATE_TENSOR(48),
    CREATE_TENSOR_WITH_DATA(49),
    GET_TENSOR_MUTABLE_DATA(51),
    CAST_TYPE_INFO_TO_TENSOR_INFO(55),
    GET_TENSOR_ELEMENT_TYPE(60),
    GET_DIMENSIONS_COUNT(61),
    GET_DIMENSIONS(62),
    GET_SYMBOLIC_DIMENSIONS(63),
    GET_TENSOR_TYPE_AND_SHAPE(65),
    CREATE_MEMORY_INFO(68),
    MEMORY_INFO_GET_NAME(71),
    ALLOCATOR_FREE(76),
    GET_ALLOCATOR_WITH_DEFAULT_OPTIONS(78),
    RELEASE_ENV(92, void.class),
    RELEASE_STATUS(93, void.class),
    RELEASE_MEMORY_INFO(94, void.class),
    RELEASE_SESSION(95, void.class),
    RELEASE_VALUE(96, void.class),
    RELEASE_TYPE_INFO(98, void.class),
    RELEASE_TENSOR_TYPE_AND_SHAPE_INFO(99, void.class),
    RELEASE_SESSION_OPTIONS(100, void.class),
    CREATE_ENV_WITH_GLOBAL_THREAD_POOLS(119),
    DISABLE_PER_SESSION_THREADS(120),
    CREATE_THREADING_OPTIONS(121),
    RELEASE_THREADING_OPTIONS(122, void.class),
    ADD_FREE_DIMENSION_OVERRIDE_BY_NAME(124),
    GET_AVAILABLE_PROVIDERS(125),
    RELEASE_AVAILABLE_PROVIDERS(126),
    ADD_SESSION_CONFIG_ENTRY(130),
    RUN_WITH_BINDING(133),
    CREATE_IO_BINDING(134),
    RELEASE_IO_BINDING(135, void.class),
    BIND_INPUT(136),
    BIND_OUTPUT(137),
    BIND_OUTPUT_TO_DEVICE(138),
    GET_BOUND_OUTPUT_VALUES(140),
    SET_GLOBAL_INTRA_OP_NUM_THREADS(147),
    SET_GLOBAL_INTER_OP_NUM_THREADS(148),
    SET_GLOBAL_SPIN_CONTROL(149),
    ADD_INITIALIZER(150),
    APPEND_TENSORRT_V2(170),
    CREATE_TENSORRT_OPTIONS(171),
    UPDATE_TENSORRT_OPTIONS(172),
    RELEASE_TENSORRT_OPTIONS(174, void.class),
    GET_TENSOR_MEMORY_INFO(194),
    APPEND_CUDA_V2(204),
    CREATE_CUDA_OPTIONS(205),
    UPDATE_CUDA_OPTIONS(206),
    RELEASE_CUDA_OPTIONS(208, void.class),
    COPY_TENSORS(386, 23);

    /** Oldest minor version that holds every slot which names no version of its own. */
    static final int OLDEST = 12;

    /** Newest minor version whose table was checked. */
    static final int NEWEST = 29;

    /** Highest index in use. */
    static final int LAST = 386;

    final int index;
    final int since;
    final Class<?> returns;

    /** A slot that returns {@code OrtStatus*}. */
    Slot(int index) {
        this(index, OLDEST);
    }

    Slot(int index, int since) {
        this.index = index;
        this.since = since;
        this.returns = Status.class;
    }

    Slot(int index, Class<?> returns) {
        this.index = index;
        this.since = OLDEST;
        this.returns = returns;
    }

    /** Marks the slots whose result is a status to check and release. */
    static final class Status {
        private Status() {}
    }
}
