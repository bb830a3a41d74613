"""Asks the processor for rows of the tables before they are needed: the tables are far larger than its caches."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic
def prefetch(_context: Any, array: Any, row: Any, offset: Any) -> Any:  # noqa: ARG001 - numba passes by these names
    """Prefetches the cache line `offset` bytes into a row of a table."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        table = context.make_array(signature.args[0])(context, builder, arguments[0])
        stride = builder.extract_value(table.strides, 0)
        at = builder.add(builder.mul(arguments[1], stride), arguments[2])
        pointer = ir.IntType(8).as_pointer()
        address = builder.gep(builder.bitcast(table.data, pointer), [at])
        number = ir.IntType(32)
        signature_of_prefetch = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        function = builder.module.globals.get("llvm.prefetch.p0")
        if function is None:
            function = ir.Function(builder.module, signature_of_prefetch, "llvm.prefetch.p0")
        builder.call(function, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64, types.int64), generate
