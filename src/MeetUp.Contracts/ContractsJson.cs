using System.Text.Json;
using System.Text.Json.Serialization;
using MeetUp.Contracts.Auth;
using MeetUp.Contracts.Invites;
using MeetUp.Contracts.Realtime;
using MeetUp.Contracts.Requests;
using MeetUp.Contracts.Sessions;
using MeetUp.Contracts.Users;

namespace MeetUp.Contracts;

/// <summary>The one JSON contract. Server, SDK and command line serialise through it; nothing else is allowed to.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(GuestSignIn))]
[JsonSerializable(typeof(RefreshTokenBody))]
[JsonSerializable(typeof(TokenPair))]
[JsonSerializable(typeof(PublicKeySet))]
[JsonSerializable(typeof(PersonRef))]
[JsonSerializable(typeof(IReadOnlyList<PersonRef>))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(OwnUser))]
[JsonSerializable(typeof(RegisterUser))]
[JsonSerializable(typeof(UpdateUser))]
[JsonSerializable(typeof(CreateMeetRequest))]
[JsonSerializable(typeof(MeetRequest))]
[JsonSerializable(typeof(MeetRequestPage))]
[JsonSerializable(typeof(RequestAccepted))]
[JsonSerializable(typeof(RequestClosed))]
[JsonSerializable(typeof(CreateSession))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(PastSessionPage))]
[JsonSerializable(typeof(ImHere))]
[JsonSerializable(typeof(ImHereResult))]
[JsonSerializable(typeof(SocketTicket))]
[JsonSerializable(typeof(Invite))]
[JsonSerializable(typeof(InviteTokenBody))]
[JsonSerializable(typeof(ResolvedInvite))]
[JsonSerializable(typeof(RedeemedInvite))]
[JsonSerializable(typeof(LocationUpdate))]
[JsonSerializable(typeof(ImHereFrame))]
[JsonSerializable(typeof(PauseSharing))]
[JsonSerializable(typeof(ResumeSharing))]
[JsonSerializable(typeof(EndSession))]
[JsonSerializable(typeof(Ping))]
[JsonSerializable(typeof(AuthRefresh))]
[JsonSerializable(typeof(SessionSnapshot))]
[JsonSerializable(typeof(PeerLocation))]
[JsonSerializable(typeof(PresenceUpdate))]
[JsonSerializable(typeof(ProximityUpdate))]
[JsonSerializable(typeof(ImHereUpdate))]
[JsonSerializable(typeof(SessionEnded))]
[JsonSerializable(typeof(TokenExpiring))]
[JsonSerializable(typeof(Reconnect))]
[JsonSerializable(typeof(Pong))]
[JsonSerializable(typeof(ErrorFrame))]
public sealed partial class ContractsJson : JsonSerializerContext
{
    /// <summary>Makes other options speak the contract: a resolver alone does not bring its naming along.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.PropertyNamingPolicy = Default.Options.PropertyNamingPolicy;
        options.DictionaryKeyPolicy = Default.Options.DictionaryKeyPolicy;
        options.NumberHandling = Default.Options.NumberHandling;
        foreach (var converter in Default.Options.Converters)
        {
            options.Converters.Add(converter);
        }
    }
}
