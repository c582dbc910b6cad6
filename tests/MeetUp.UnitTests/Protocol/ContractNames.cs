using System.Reflection;

namespace MeetUp.UnitTests.Protocol;

/// <summary>Constants of the contract as lists, so that a new one cannot be forgotten in the files.</summary>
internal static class ContractNames
{
    public static IReadOnlyList<string> FrameTypes { get; } = [.. Constants<string>(typeof(Contracts.Realtime.FrameTypes)).Order(StringComparer.Ordinal)];

    public static IEnumerable<T> Constants<T>(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && field.FieldType == typeof(T))
        .Select(field => (T)field.GetRawConstantValue()!);
}
