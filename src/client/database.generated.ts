// Generated from supabase/migrations by `npm run generate`; do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      auction_nominations: {
        Row: {
          vehicle_id: string
          id: string
          state: string
          opened_at: string
          decided_at: string | null
          decline_reason: string | null
          lost_since: string | null
          auction_url: string | null
          starts_at: string | null
          ends_at: string | null
          ended_at: string | null
          outcome_id: string | null
          suggested_reserve: number | null
          currency: string
          owner_id: string | null
          is_public: boolean
          updated_at: string
        }
        Insert: {
          vehicle_id: string
          id?: string
          state?: string
          opened_at?: string
          decided_at?: string | null
          decline_reason?: string | null
          lost_since?: string | null
          auction_url?: string | null
          starts_at?: string | null
          ends_at?: string | null
          ended_at?: string | null
          outcome_id?: string | null
          suggested_reserve?: number | null
          currency?: string
          owner_id?: string | null
          is_public?: boolean
          updated_at?: string
        }
        Update: {
          vehicle_id?: string
          id?: string
          state?: string
          opened_at?: string
          decided_at?: string | null
          decline_reason?: string | null
          lost_since?: string | null
          auction_url?: string | null
          starts_at?: string | null
          ends_at?: string | null
          ended_at?: string | null
          outcome_id?: string | null
          suggested_reserve?: number | null
          currency?: string
          owner_id?: string | null
          is_public?: boolean
          updated_at?: string
        }
        Relationships: [
          {"foreignKeyName":"auction_nominations_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      auction_votes: {
        Row: {
          vehicle_id: string
          user_id: string
          vote: string
          reason: string | null
          estimated_value: number | null
          currency: string
          is_private: boolean
          by_owner: boolean
          is_counted: boolean
          useful_count: number
          id: string
          owner_id: string | null
          is_public: boolean
          created_at: string
          updated_at: string
        }
        Insert: {
          vehicle_id: string
          user_id?: string
          vote: string
          reason?: string | null
          estimated_value?: number | null
          currency?: string
          is_private?: boolean
          by_owner?: boolean
          is_counted?: boolean
          useful_count?: number
          id?: string
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
          updated_at?: string
        }
        Update: {
          vehicle_id?: string
          user_id?: string
          vote?: string
          reason?: string | null
          estimated_value?: number | null
          currency?: string
          is_private?: boolean
          by_owner?: boolean
          is_counted?: boolean
          useful_count?: number
          id?: string
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
          updated_at?: string
        }
        Relationships: [
          {"foreignKeyName":"auction_votes_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      bet_closings: {
        Row: {
          vehicle_id: string
          bet_type: string
          closes_at: string
          reason: string | null
          owner_id: string | null
          is_public: boolean
          created_at: string
        }
        Insert: {
          vehicle_id: string
          bet_type: string
          closes_at?: string
          reason?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Update: {
          vehicle_id?: string
          bet_type?: string
          closes_at?: string
          reason?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"bet_closings_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      bet_disputes: {
        Row: {
          vehicle_id: string
          question: string
          round: number
          version: number
          user_id: string
          reason: string
          owner_id: string | null
          is_public: boolean
          created_at: string
        }
        Insert: {
          vehicle_id: string
          question: string
          round: number
          version: number
          user_id: string
          reason: string
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Update: {
          vehicle_id?: string
          question?: string
          round?: number
          version?: number
          user_id?: string
          reason?: string
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"bet_disputes_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      bet_questions: {
        Row: {
          vehicle_id: string
          question: string
          round: number
          bet_type: string
          currency: string
          target_value: number | null
          by_date: string | null
          modification: string | null
          state: string
          version: number
          outcome_id: string | null
          result: Json | null
          outcome_known_at: string | null
          horizon: string | null
          closed_at: string | null
          final_at: string | null
          settled_at: string | null
          reason: string | null
          owner_id: string | null
          is_public: boolean
          created_at: string
          updated_at: string
        }
        Insert: {
          vehicle_id: string
          question: string
          round?: number
          bet_type: string
          currency: string
          target_value?: number | null
          by_date?: string | null
          modification?: string | null
          state?: string
          version?: number
          outcome_id?: string | null
          result?: Json | null
          outcome_known_at?: string | null
          horizon?: string | null
          closed_at?: string | null
          final_at?: string | null
          settled_at?: string | null
          reason?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
          updated_at?: string
        }
        Update: {
          vehicle_id?: string
          question?: string
          round?: number
          bet_type?: string
          currency?: string
          target_value?: number | null
          by_date?: string | null
          modification?: string | null
          state?: string
          version?: number
          outcome_id?: string | null
          result?: Json | null
          outcome_known_at?: string | null
          horizon?: string | null
          closed_at?: string | null
          final_at?: string | null
          settled_at?: string | null
          reason?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
          updated_at?: string
        }
        Relationships: [
          {"foreignKeyName":"bet_questions_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      comment_reports: {
        Row: {
          vehicle_id: string
          interaction_id: string
          user_id: string
          reason: string
          state: string
          created_at: string
          decided_at: string | null
        }
        Insert: {
          vehicle_id?: string
          interaction_id: string
          user_id?: string
          reason: string
          state?: string
          created_at?: string
          decided_at?: string | null
        }
        Update: {
          vehicle_id?: string
          interaction_id?: string
          user_id?: string
          reason?: string
          state?: string
          created_at?: string
          decided_at?: string | null
        }
        Relationships: [
          {"foreignKeyName":"comment_reports_comment_fkey","columns":["vehicle_id","interaction_id"],"isOneToOne":false,"referencedRelation":"image_interactions","referencedColumns":["vehicle_id","id"]},
        ]
      }
      follows: {
        Row: {
          id: string
          user_id: string
          vehicle_id: string | null
          question: string | null
          person_id: string | null
          owner_id: string | null
          is_public: boolean
          created_at: string
        }
        Insert: {
          id?: string
          user_id: string
          vehicle_id?: string | null
          question?: string | null
          person_id?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Update: {
          id?: string
          user_id?: string
          vehicle_id?: string | null
          question?: string | null
          person_id?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"follows_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      forecast_skips: {
        Row: {
          vehicle_id: string
          user_id: string
          bet_type: string
          skipped_at: string
        }
        Insert: {
          vehicle_id: string
          user_id?: string
          bet_type: string
          skipped_at?: string
        }
        Update: {
          vehicle_id?: string
          user_id?: string
          bet_type?: string
          skipped_at?: string
        }
        Relationships: [
          {"foreignKeyName":"forecast_skips_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      image_interactions: {
        Row: {
          id: string
          vehicle_id: string
          image_id: string
          user_id: string
          interaction_type: string
          comment_text: string | null
          parent_id: string | null
          share_channel: string | null
          is_hidden: boolean
          lifts: boolean
          owner_id: string | null
          is_public: boolean
          client_id: string | null
          created_at: string
          edited_at: string | null
        }
        Insert: {
          id?: string
          vehicle_id?: string
          image_id: string
          user_id?: string
          interaction_type: string
          comment_text?: string | null
          parent_id?: string | null
          share_channel?: string | null
          is_hidden?: boolean
          lifts?: boolean
          owner_id?: string | null
          is_public?: boolean
          client_id?: string | null
          created_at?: string
          edited_at?: string | null
        }
        Update: {
          id?: string
          vehicle_id?: string
          image_id?: string
          user_id?: string
          interaction_type?: string
          comment_text?: string | null
          parent_id?: string | null
          share_channel?: string | null
          is_hidden?: boolean
          lifts?: boolean
          owner_id?: string | null
          is_public?: boolean
          client_id?: string | null
          created_at?: string
          edited_at?: string | null
        }
        Relationships: [
          {"foreignKeyName":"image_interactions_image_id_fkey","columns":["image_id"],"isOneToOne":false,"referencedRelation":"vehicle_images","referencedColumns":["id"]},
          {"foreignKeyName":"image_interactions_parent_fkey","columns":["vehicle_id","parent_id"],"isOneToOne":false,"referencedRelation":"image_interactions","referencedColumns":["vehicle_id","id"]},
          {"foreignKeyName":"image_interactions_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      image_tags: {
        Row: {
          vehicle_id: string
          image_id: string
          tag: string
          source: string
          model: string | null
          confidence: number
          user_id: string | null
          owner_id: string | null
          is_public: boolean
          created_at: string
        }
        Insert: {
          vehicle_id?: string
          image_id: string
          tag: string
          source?: string
          model?: string | null
          confidence?: number
          user_id?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Update: {
          vehicle_id?: string
          image_id?: string
          tag?: string
          source?: string
          model?: string | null
          confidence?: number
          user_id?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"image_tags_image_id_fkey","columns":["image_id"],"isOneToOne":false,"referencedRelation":"vehicle_images","referencedColumns":["id"]},
        ]
      }
      image_views: {
        Row: {
          id: string
          vehicle_id: string
          image_id: string
          user_id: string | null
          viewer: string | null
          viewed_at: string
          view_duration_seconds: number | null
          device_type: string | null
          counted: boolean
          first_of_day: boolean
          source: string
          xact: string
        }
        Insert: {
          id?: string
          vehicle_id?: string
          image_id: string
          user_id?: string | null
          viewer?: string | null
          viewed_at?: string
          view_duration_seconds?: number | null
          device_type?: string | null
          counted?: boolean
          first_of_day?: boolean
          source?: string
          xact?: string
        }
        Update: {
          id?: string
          vehicle_id?: string
          image_id?: string
          user_id?: string | null
          viewer?: string | null
          viewed_at?: string
          view_duration_seconds?: number | null
          device_type?: string | null
          counted?: boolean
          first_of_day?: boolean
          source?: string
          xact?: string
        }
        Relationships: []
      }
      notices: {
        Row: {
          user_id: string
          id: string
          kind: string
          vehicle_id: string | null
          body: string
          payload: Json
          created_at: string
          read_at: string | null
          news_id: string | null
          in_digest: boolean
          digested_at: string | null
        }
        Insert: {
          user_id: string
          id?: string
          kind: string
          vehicle_id?: string | null
          body: string
          payload?: Json
          created_at?: string
          read_at?: string | null
          news_id?: string | null
          in_digest?: boolean
          digested_at?: string | null
        }
        Update: {
          user_id?: string
          id?: string
          kind?: string
          vehicle_id?: string | null
          body?: string
          payload?: Json
          created_at?: string
          read_at?: string | null
          news_id?: string | null
          in_digest?: boolean
          digested_at?: string | null
        }
        Relationships: [
          {"foreignKeyName":"notices_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      photo_reports: {
        Row: {
          vehicle_id: string
          image_id: string
          user_id: string
          reason: string
          state: string
          created_at: string
          decided_at: string | null
        }
        Insert: {
          vehicle_id?: string
          image_id: string
          user_id?: string
          reason: string
          state?: string
          created_at?: string
          decided_at?: string | null
        }
        Update: {
          vehicle_id?: string
          image_id?: string
          user_id?: string
          reason?: string
          state?: string
          created_at?: string
          decided_at?: string | null
        }
        Relationships: [
          {"foreignKeyName":"photo_reports_image_id_fkey","columns":["image_id"],"isOneToOne":false,"referencedRelation":"vehicle_images","referencedColumns":["id"]},
        ]
      }
      profiles: {
        Row: {
          user_id: string
          display_name: string
          created_at: string
          updated_at: string
        }
        Insert: {
          user_id?: string
          display_name: string
          created_at?: string
          updated_at?: string
        }
        Update: {
          user_id?: string
          display_name?: string
          created_at?: string
          updated_at?: string
        }
        Relationships: []
      }
      research_reports: {
        Row: {
          vehicle_id: string
          spec_name: string
          user_id: string
          reason: string
          owner_id: string | null
          is_public: boolean
          state: string
          created_at: string
          decided_at: string | null
        }
        Insert: {
          vehicle_id: string
          spec_name: string
          user_id?: string
          reason: string
          owner_id?: string | null
          is_public?: boolean
          state?: string
          created_at?: string
          decided_at?: string | null
        }
        Update: {
          vehicle_id?: string
          spec_name?: string
          user_id?: string
          reason?: string
          owner_id?: string | null
          is_public?: boolean
          state?: string
          created_at?: string
          decided_at?: string | null
        }
        Relationships: [
          {"foreignKeyName":"research_reports_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      source_chunks: {
        Row: {
          id: string
          document_id: string
          source_id: string
          position: number
          char_start: number
          char_end: number
          body: string
          page: number | null
          heading: string[]
          lines: Json | null
          author: string | null
          published_at: string | null
          url: string | null
          quoted: Json | null
          fields: Json | null
          make: string | null
          model: string | null
          year_from: number | null
          year_to: number | null
          trim: string | null
          engine: string | null
          vehicle_id: string | null
          owner_id: string | null
          is_public: boolean
        }
        Insert: {
          id?: string
          document_id: string
          source_id: string
          position: number
          char_start: number
          char_end: number
          body: string
          page?: number | null
          heading?: string[]
          lines?: Json | null
          author?: string | null
          published_at?: string | null
          url?: string | null
          quoted?: Json | null
          fields?: Json | null
          make?: string | null
          model?: string | null
          year_from?: number | null
          year_to?: number | null
          trim?: string | null
          engine?: string | null
          vehicle_id?: string | null
          owner_id?: string | null
          is_public: boolean
        }
        Update: {
          id?: string
          document_id?: string
          source_id?: string
          position?: number
          char_start?: number
          char_end?: number
          body?: string
          page?: number | null
          heading?: string[]
          lines?: Json | null
          author?: string | null
          published_at?: string | null
          url?: string | null
          quoted?: Json | null
          fields?: Json | null
          make?: string | null
          model?: string | null
          year_from?: number | null
          year_to?: number | null
          trim?: string | null
          engine?: string | null
          vehicle_id?: string | null
          owner_id?: string | null
          is_public?: boolean
        }
        Relationships: [
          {"foreignKeyName":"source_chunks_document_id_fkey","columns":["document_id"],"isOneToOne":false,"referencedRelation":"source_documents","referencedColumns":["id"]},
        ]
      }
      source_documents: {
        Row: {
          id: string
          source_id: string
          key: string
          version: number
          kind: string
          title: string
          url: string | null
          sha256: string
          etag: string | null
          last_modified: string | null
          fetched_at: string
          first_fetched_at: string
          language: string | null
          author: string | null
          published: string | null
          published_at: string | null
          may_search: boolean | null
          may_ai_input: boolean | null
          may_ai_train: boolean | null
          make: string | null
          model: string | null
          year_from: number | null
          year_to: number | null
          trim: string | null
          engine: string | null
          vehicle_id: string | null
          pages: Json | null
          characters: number
          chunks: number
          owner_id: string | null
          is_public: boolean
          is_current: boolean
          superseded_by: string | null
          retracted_at: string | null
          retraction: string | null
          created_at: string
        }
        Insert: {
          id?: string
          source_id: string
          key: string
          version?: number
          kind: string
          title: string
          url?: string | null
          sha256: string
          etag?: string | null
          last_modified?: string | null
          fetched_at: string
          first_fetched_at: string
          language?: string | null
          author?: string | null
          published?: string | null
          published_at?: string | null
          may_search?: boolean | null
          may_ai_input?: boolean | null
          may_ai_train?: boolean | null
          make?: string | null
          model?: string | null
          year_from?: number | null
          year_to?: number | null
          trim?: string | null
          engine?: string | null
          vehicle_id?: string | null
          pages?: Json | null
          characters: number
          chunks?: number
          owner_id?: string | null
          is_public: boolean
          is_current?: boolean
          superseded_by?: string | null
          retracted_at?: string | null
          retraction?: string | null
          created_at?: string
        }
        Update: {
          id?: string
          source_id?: string
          key?: string
          version?: number
          kind?: string
          title?: string
          url?: string | null
          sha256?: string
          etag?: string | null
          last_modified?: string | null
          fetched_at?: string
          first_fetched_at?: string
          language?: string | null
          author?: string | null
          published?: string | null
          published_at?: string | null
          may_search?: boolean | null
          may_ai_input?: boolean | null
          may_ai_train?: boolean | null
          make?: string | null
          model?: string | null
          year_from?: number | null
          year_to?: number | null
          trim?: string | null
          engine?: string | null
          vehicle_id?: string | null
          pages?: Json | null
          characters?: number
          chunks?: number
          owner_id?: string | null
          is_public?: boolean
          is_current?: boolean
          superseded_by?: string | null
          retracted_at?: string | null
          retraction?: string | null
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"source_documents_source_id_fkey","columns":["source_id"],"isOneToOne":false,"referencedRelation":"sources","referencedColumns":["id"]},
        ]
      }
      sources: {
        Row: {
          id: string
          kind: string
          title: string
          url: string | null
          authority: number
          licence: string | null
          subject: Json
          vehicle_id: string | null
          owner_id: string | null
          is_public: boolean
          crawl: Json
          refetch_every: string | null
          next_crawl_at: string | null
          crawled_at: string | null
          changed_at: string | null
          failures: number
          last_error: string | null
          created_at: string
          updated_at: string
        }
        Insert: {
          id?: string
          kind: string
          title: string
          url?: string | null
          authority?: number
          licence?: string | null
          subject?: Json
          vehicle_id?: string | null
          owner_id?: string | null
          is_public?: boolean
          crawl?: Json
          refetch_every?: string | null
          next_crawl_at?: string | null
          crawled_at?: string | null
          changed_at?: string | null
          failures?: number
          last_error?: string | null
          created_at?: string
          updated_at?: string
        }
        Update: {
          id?: string
          kind?: string
          title?: string
          url?: string | null
          authority?: number
          licence?: string | null
          subject?: Json
          vehicle_id?: string | null
          owner_id?: string | null
          is_public?: boolean
          crawl?: Json
          refetch_every?: string | null
          next_crawl_at?: string | null
          crawled_at?: string | null
          changed_at?: string | null
          failures?: number
          last_error?: string | null
          created_at?: string
          updated_at?: string
        }
        Relationships: [
          {"foreignKeyName":"sources_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      spec_research_cache: {
        Row: {
          vehicle_id: string
          spec_name: string
          spec_value: string | null
          research_data: Json
          sources: Json
          confidence_score: number | null
          owner_id: string | null
          is_public: boolean
          created_at: string
          updated_at: string
          expires_at: string
        }
        Insert: {
          vehicle_id: string
          spec_name: string
          spec_value?: string | null
          research_data: Json
          sources?: Json
          confidence_score?: number | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
          updated_at?: string
          expires_at?: string
        }
        Update: {
          vehicle_id?: string
          spec_name?: string
          spec_value?: string | null
          research_data?: Json
          sources?: Json
          confidence_score?: number | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
          updated_at?: string
          expires_at?: string
        }
        Relationships: [
          {"foreignKeyName":"spec_research_cache_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      tag_vocabulary: {
        Row: {
          tag: string
          area: string
          label: string
          weight: number
        }
        Insert: {
          tag: string
          area: string
          label: string
          weight: number
        }
        Update: {
          tag?: string
          area?: string
          label?: string
          weight?: number
        }
        Relationships: []
      }
      trusted_reporters: {
        Row: {
          user_id: string
          note: string | null
          created_at: string
        }
        Insert: {
          user_id: string
          note?: string | null
          created_at?: string
        }
        Update: {
          user_id?: string
          note?: string | null
          created_at?: string
        }
        Relationships: []
      }
      useful_reasons: {
        Row: {
          vehicle_id: string
          voter_id: string
          user_id: string
          owner_id: string | null
          is_public: boolean
          created_at: string
        }
        Insert: {
          vehicle_id: string
          voter_id: string
          user_id?: string
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Update: {
          vehicle_id?: string
          voter_id?: string
          user_id?: string
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"useful_reasons_vote_fkey","columns":["vehicle_id","voter_id"],"isOneToOne":false,"referencedRelation":"auction_votes","referencedColumns":["vehicle_id","user_id"]},
        ]
      }
      vehicle_bets: {
        Row: {
          id: string
          vehicle_id: string
          user_id: string
          bet_type: string
          prediction: Json
          predicted_value: number | null
          currency: string
          question: string
          round: number
          confidence_percent: number
          stake_amount: number
          late: boolean
          by_owner: boolean
          status: string
          resolved_at: string | null
          superseded_by: string | null
          score: number | null
          skill_score: number | null
          peer_score: number | null
          payout: number | null
          is_in_force: boolean | null
          owner_id: string | null
          is_public: boolean
          client_id: string | null
          created_at: string
        }
        Insert: {
          id?: string
          vehicle_id: string
          user_id?: string
          bet_type: string
          prediction: Json
          predicted_value?: never
          currency?: string
          question?: string
          round?: number
          confidence_percent: number
          stake_amount?: number
          late?: boolean
          by_owner?: boolean
          status?: string
          resolved_at?: string | null
          superseded_by?: string | null
          score?: number | null
          skill_score?: number | null
          peer_score?: number | null
          payout?: number | null
          is_in_force?: never
          owner_id?: string | null
          is_public?: boolean
          client_id?: string | null
          created_at?: string
        }
        Update: {
          id?: string
          vehicle_id?: string
          user_id?: string
          bet_type?: string
          prediction?: Json
          predicted_value?: never
          currency?: string
          question?: string
          round?: number
          confidence_percent?: number
          stake_amount?: number
          late?: boolean
          by_owner?: boolean
          status?: string
          resolved_at?: string | null
          superseded_by?: string | null
          score?: number | null
          skill_score?: number | null
          peer_score?: number | null
          payout?: number | null
          is_in_force?: never
          owner_id?: string | null
          is_public?: boolean
          client_id?: string | null
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"vehicle_bets_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      vehicle_chassis: {
        Row: {
          vehicle_id: string
          owner_id: string | null
          is_public: boolean
          number: string
          is_shown: boolean
          updated_at: string
        }
        Insert: {
          vehicle_id: string
          owner_id?: string | null
          is_public?: boolean
          number: string
          is_shown?: boolean
          updated_at?: string
        }
        Update: {
          vehicle_id?: string
          owner_id?: string | null
          is_public?: boolean
          number?: string
          is_shown?: boolean
          updated_at?: string
        }
        Relationships: [
          {"foreignKeyName":"vehicle_chassis_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":true,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      vehicle_details: {
        Row: {
          vehicle_id: string
          owner_id: string | null
          is_public: boolean
          trim: string | null
          engine: string | null
          gearbox: string | null
          colour: string | null
          mileage: number | null
          mileage_unit: string | null
          place: string | null
          updated_at: string
        }
        Insert: {
          vehicle_id: string
          owner_id?: string | null
          is_public?: boolean
          trim?: string | null
          engine?: string | null
          gearbox?: string | null
          colour?: string | null
          mileage?: number | null
          mileage_unit?: string | null
          place?: string | null
          updated_at?: string
        }
        Update: {
          vehicle_id?: string
          owner_id?: string | null
          is_public?: boolean
          trim?: string | null
          engine?: string | null
          gearbox?: string | null
          colour?: string | null
          mileage?: number | null
          mileage_unit?: string | null
          place?: string | null
          updated_at?: string
        }
        Relationships: [
          {"foreignKeyName":"vehicle_details_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":true,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      vehicle_images: {
        Row: {
          id: string
          vehicle_id: string
          owner_id: string | null
          is_public: boolean
          image_url: string
          caption: string | null
          alt_text: string | null
          width: number | null
          height: number | null
          position: number
          taken_at: string | null
          created_at: string
          view_count: number
          last_viewed_at: string | null
          like_count: number
          comment_count: number
          share_count: number
          engagement_score: number
          technical_value: number
          tag_count: number
          srcset: string | null
          placeholder: string | null
          content_hash: string | null
          photo_pass: string | null
        }
        Insert: {
          id?: string
          vehicle_id: string
          owner_id?: string | null
          is_public?: boolean
          image_url: string
          caption?: string | null
          alt_text?: string | null
          width?: number | null
          height?: number | null
          position?: number
          taken_at?: string | null
          created_at?: string
          view_count?: number
          last_viewed_at?: string | null
          like_count?: number
          comment_count?: number
          share_count?: number
          engagement_score?: number
          technical_value?: number
          tag_count?: number
          srcset?: string | null
          placeholder?: string | null
          content_hash?: string | null
        }
        Update: {
          id?: string
          vehicle_id?: string
          owner_id?: string | null
          is_public?: boolean
          image_url?: string
          caption?: string | null
          alt_text?: string | null
          width?: number | null
          height?: number | null
          position?: number
          taken_at?: string | null
          created_at?: string
          view_count?: number
          last_viewed_at?: string | null
          like_count?: number
          comment_count?: number
          share_count?: number
          engagement_score?: number
          technical_value?: number
          tag_count?: number
          srcset?: string | null
          placeholder?: string | null
          content_hash?: string | null
        }
        Relationships: [
          {"foreignKeyName":"vehicle_images_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      vehicle_log: {
        Row: {
          vehicle_id: string
          id: string
          owner_id: string | null
          is_public: boolean
          is_private: boolean
          kind: string
          title: string
          happened: string
          mileage: number | null
          mileage_unit: string | null
          done_by: string | null
          notes: string | null
          created_at: string
          updated_at: string
        }
        Insert: {
          vehicle_id: string
          id?: string
          owner_id?: string | null
          is_public?: boolean
          is_private?: boolean
          kind: string
          title: string
          happened: string
          mileage?: number | null
          mileage_unit?: string | null
          done_by?: string | null
          notes?: string | null
          created_at?: string
          updated_at?: string
        }
        Update: {
          vehicle_id?: string
          id?: string
          owner_id?: string | null
          is_public?: boolean
          is_private?: boolean
          kind?: string
          title?: string
          happened?: string
          mileage?: number | null
          mileage_unit?: string | null
          done_by?: string | null
          notes?: string | null
          created_at?: string
          updated_at?: string
        }
        Relationships: [
          {"foreignKeyName":"vehicle_log_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      vehicle_log_bills: {
        Row: {
          vehicle_id: string
          entry_id: string
          owner_id: string | null
          is_public: boolean
          cost: number | null
          currency: string | null
          document_id: string | null
        }
        Insert: {
          vehicle_id: string
          entry_id: string
          owner_id?: string | null
          is_public?: boolean
          cost?: number | null
          currency?: string | null
          document_id?: string | null
        }
        Update: {
          vehicle_id?: string
          entry_id?: string
          owner_id?: string | null
          is_public?: boolean
          cost?: number | null
          currency?: string | null
          document_id?: string | null
        }
        Relationships: [
          {"foreignKeyName":"vehicle_log_bills_document_id_fkey","columns":["document_id"],"isOneToOne":false,"referencedRelation":"source_documents","referencedColumns":["id"]},
          {"foreignKeyName":"vehicle_log_bills_vehicle_id_entry_id_fkey","columns":["vehicle_id","entry_id"],"isOneToOne":true,"referencedRelation":"vehicle_log","referencedColumns":["vehicle_id","id"]},
        ]
      }
      vehicle_outcomes: {
        Row: {
          id: string
          vehicle_id: string
          kind: string
          value: number | null
          currency: string
          sold: boolean | null
          modification: string | null
          occurred_at: string
          known_at: string | null
          evidence: Json
          note: string | null
          reported_by: string | null
          confirmed_by: string | null
          confirmed_at: string | null
          declined_at: string | null
          declined_for: string | null
          owner_id: string | null
          is_public: boolean
          created_at: string
        }
        Insert: {
          id?: string
          vehicle_id: string
          kind: string
          value?: number | null
          currency?: string
          sold?: boolean | null
          modification?: string | null
          occurred_at: string
          known_at?: string | null
          evidence: Json
          note?: string | null
          reported_by?: string | null
          confirmed_by?: string | null
          confirmed_at?: string | null
          declined_at?: string | null
          declined_for?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Update: {
          id?: string
          vehicle_id?: string
          kind?: string
          value?: number | null
          currency?: string
          sold?: boolean | null
          modification?: string | null
          occurred_at?: string
          known_at?: string | null
          evidence?: Json
          note?: string | null
          reported_by?: string | null
          confirmed_by?: string | null
          confirmed_at?: string | null
          declined_at?: string | null
          declined_for?: string | null
          owner_id?: string | null
          is_public?: boolean
          created_at?: string
        }
        Relationships: [
          {"foreignKeyName":"vehicle_outcomes_vehicle_id_fkey","columns":["vehicle_id"],"isOneToOne":false,"referencedRelation":"vehicles","referencedColumns":["id"]},
        ]
      }
      vehicles: {
        Row: {
          id: string
          user_id: string | null
          is_public: boolean
          year: number | null
          make: string | null
          model: string
          description: string | null
          origin: string | null
          cylinders: number | null
          displacement_cu_in: number | null
          horsepower: number | null
          weight_lb: number | null
          mpg: number | null
          acceleration_s: number | null
          facts_source: string | null
          created_at: string
          updated_at: string
        }
        Insert: {
          id?: string
          user_id?: string | null
          is_public?: boolean
          year?: number | null
          make?: string | null
          model: string
          description?: string | null
          origin?: string | null
          cylinders?: number | null
          displacement_cu_in?: number | null
          horsepower?: number | null
          weight_lb?: number | null
          mpg?: number | null
          acceleration_s?: number | null
          facts_source?: string | null
          created_at?: string
          updated_at?: string
        }
        Update: {
          id?: string
          user_id?: string | null
          is_public?: boolean
          year?: number | null
          make?: string | null
          model?: string
          description?: string | null
          origin?: string | null
          cylinders?: number | null
          displacement_cu_in?: number | null
          horsepower?: number | null
          weight_lb?: number | null
          mpg?: number | null
          acceleration_s?: number | null
          facts_source?: string | null
          created_at?: string
          updated_at?: string
        }
        Relationships: []
      }
    }
    Views: {
      auction_afterwards: {
        Row: {
          vehicle_id: string | null
          outcome_id: string | null
          occurred_at: string | null
          sold: boolean | null
          hammer: number | null
          currency: string | null
          verdict: string | null
          effective_votes: number | null
          effective_yes: number | null
          total_votes: number | null
          yes_votes: number | null
          estimates: number | null
          p25_estimate: number | null
          median_estimate: number | null
          p75_estimate: number | null
          median_miss: number | null
        }
        Relationships: []
      }
      auction_ready: {
        Row: {
          vehicle_id: string | null
          wilson_lower: number | null
          wilson_upper: number | null
          effective_votes: number | null
          effective_yes: number | null
          total_votes: number | null
          yes_votes: number | null
          median_estimated_value: number | null
          verdict_reason: string | null
          verdict_since: string | null
          nomination_id: string | null
          nomination_state: string | null
          auction_url: string | null
          starts_at: string | null
          ends_at: string | null
        }
        Relationships: []
      }
      auction_vote_closeness: {
        Row: {
          vehicle_id: string | null
          outcome_id: string | null
          user_id: string | null
          vote: string | null
          estimated_value: number | null
          hammer: number | null
          currency: string | null
          miss: number | null
          place: number | null
        }
        Relationships: []
      }
      auction_vote_summary: {
        Row: {
          vehicle_id: string | null
          total_votes: number | null
          yes_votes: number | null
          no_votes: number | null
          yes_percent: number | null
          avg_estimated_value: number | null
          last_vote_at: string | null
          wilson_lower: number | null
          wilson_upper: number | null
          effective_votes: number | null
          effective_yes: number | null
          median_estimated_value: number | null
          p25_estimated_value: number | null
          p75_estimated_value: number | null
          verdict: string | null
          verdict_reason: string | null
          verdict_since: string | null
          votes_needed: number | null
          cohorts: Json | null
          reserve: number | null
          reserve_currency: string | null
          chance_at_reserve: number | null
          held_votes: number | null
        }
        Relationships: []
      }
      forecaster_leaderboard: {
        Row: {
          period: string | null
          make: string | null
          user_id: string | null
          rank: number | null
          rating: number | null
          bets: number | null
          bets_compared: number | null
          peer_score: number | null
          skill_score: number | null
          points: number | null
        }
        Relationships: []
      }
      point_balances: {
        Row: {
          user_id: string | null
          available: number | null
          escrow: number | null
          owed: number | null
        }
        Relationships: []
      }
      point_history: {
        Row: {
          user_id: string | null
          made_at: string | null
          kind: string | null
          transfer_id: string | null
          bet_id: string | null
          vehicle_id: string | null
          question: string | null
          available: number | null
          escrow: number | null
          owed: number | null
        }
        Relationships: []
      }
      vehicle_market_sentiment: {
        Row: {
          vehicle_id: string | null
          bet_type: string | null
          total_bets: number | null
          total_people: number | null
          avg_confidence: number | null
          avg_predicted_value: number | null
          last_bet_at: string | null
          median_predicted_value: number | null
          p10_predicted_value: number | null
          p25_predicted_value: number | null
          p75_predicted_value: number | null
          p90_predicted_value: number | null
        }
        Relationships: []
      }
      verdict_record: {
        Row: {
          verdict: string | null
          auctions: number | null
          sold: number | null
          sold_percent: number | null
          median_miss: number | null
        }
        Relationships: []
      }
      voter_record: {
        Row: {
          user_id: string | null
          auctions: number | null
          median_miss: number | null
          within_10_percent: number | null
          closest: number | null
        }
        Relationships: []
      }
    }
    Functions: {
      accept_nomination: {
        Args: { vehicle_id: string; reserve: number; show_reserve?: boolean }
        Returns: Database['public']['Tables']['auction_nominations']['Row']
      }
      accept_vehicle: {
        Args: { vehicle_id: string; secret: string }
        Returns: string
      }
      account_summary: {
        Args: never
        Returns: { file: string; items: number; is_all: boolean; fate: string }[]
      }
      add_owner_document: {
        Args: { vehicle_id: string; document: Json }
        Returns: Json
      }
      add_site: {
        Args: { kind: string; title: string; url: string; reason: string; authority?: number; licence?: string; refetch_every?: string }
        Returns: string
      }
      adjudicate: {
        Args: { vehicle_id: string; question: string; outcome_id: string; reason: string }
        Returns: Database['public']['Tables']['bet_questions']['Row']
      }
      ban_member: {
        Args: { user_id: string; reason: string }
        Returns: undefined
      }
      calculate_engagement_score: {
        Args: { image_uuid: string }
        Returns: number
      }
      cancel_bet: {
        Args: { bet_id: string }
        Returns: Database['public']['Tables']['vehicle_bets']['Row']
      }
      comparable_sales: {
        Args: { vehicle_id: string; years?: number; limit?: number }
        Returns: Json
      }
      confirm_outcome: {
        Args: { outcome_id: string; reason?: string }
        Returns: Database['public']['Tables']['vehicle_outcomes']['Row']
      }
      crawl_source_now: {
        Args: { source_id: string; reason: string }
        Returns: undefined
      }
      crowd_calibration: {
        Args: never
        Returns: Json
      }
      decide_answer_reports: {
        Args: { vehicle_id: string; spec_name: string; decision: string; reason: string }
        Returns: number
      }
      decide_comment_reports: {
        Args: { comment_id: string; decision: string; reason: string }
        Returns: number
      }
      decide_dispute: {
        Args: { vehicle_id: string; question: string; round: number; decision: string; reason: string; outcome_id?: string }
        Returns: Database['public']['Tables']['bet_questions']['Row']
      }
      decide_photo_reports: {
        Args: { photo_id: string; decision: string; reason: string }
        Returns: number
      }
      decline_nomination: {
        Args: { vehicle_id: string; reason?: string }
        Returns: Database['public']['Tables']['auction_nominations']['Row']
      }
      decline_outcome: {
        Args: { outcome_id: string; reason: string }
        Returns: undefined
      }
      decline_vehicle: {
        Args: { vehicle_id: string; secret: string }
        Returns: undefined
      }
      delete_account: {
        Args: { email: string }
        Returns: undefined
      }
      dispute_settlement: {
        Args: { vehicle_id: string; question: string; reason: string }
        Returns: Database['public']['Tables']['bet_questions']['Row']
      }
      document_lines: {
        Args: { document_id: string; char_start: number; char_end: number }
        Returns: { page: number; page_width: number; page_height: number; line_start: number; line_end: number; x: number; y: number; width: number; height: number }[]
      }
      document_text: {
        Args: { document_id: string }
        Returns: string
      }
      export_account: {
        Args: { file: string; after?: Json }
        Returns: { place: Json; item: Json }[]
      }
      failed_work: {
        Args: never
        Returns: { work: string; item: string; error: string; tries: number; first_failed_at: string; last_failed_at: string; next_try_at: string }[]
      }
      find_filters: {
        Args: never
        Returns: { kind: string; value: string; vehicles: number }[]
      }
      find_members: {
        Args: { words?: string; which?: string; limit?: number; after?: Json }
        Returns: { user_id: string; name: string; email: string; is_anonymous: boolean; is_operator: boolean; joined_at: string; last_sign_in_at: string; suspended_until: string; suspended_for: string; banned_at: string; banned_for: string; comments_held: number }[]
      }
      find_vehicles: {
        Args: { words?: string; make?: string; year_from?: number; year_to?: number; auction?: string; sort?: string; after?: string; limit?: number; tag?: string; place?: string; body?: string; question?: string }
        Returns: { vehicle_id: string; movement: number; fuzzy: boolean; page: string; more: boolean }[]
      }
      follow: {
        Args: { vehicle_id?: string; question?: string; person_id?: string }
        Returns: undefined
      }
      forecaster_calibration: {
        Args: { user_id: string }
        Returns: Json
      }
      forecaster_standing: {
        Args: { user_id: string; period?: string; make?: string }
        Returns: Database['public']['Views']['forecaster_leaderboard']['Row'][]
      }
      give_back_research_lease: {
        Args: { vehicle_id: string; spec_name: string; researcher: string; token: number; failed?: boolean }
        Returns: undefined
      }
      held_comments: {
        Args: { limit?: number; before?: string }
        Returns: { comment_id: string; vehicle_id: string; vehicle: string; photo_id: string; words: string; author_id: string; held_at: string; reason: string }[]
      }
      held_photos: {
        Args: { limit?: number; before?: string }
        Returns: { photo_id: string; vehicle_id: string; vehicle: string; words: string; photo_url: string; photo_pass: string; owner_id: string; held_at: string; reason: string }[]
      }
      held_votes: {
        Args: { limit?: number; after?: Json }
        Returns: { vehicle_id: string; vehicle: string; yes: number; no: number; since: string; is_own: boolean }[]
      }
      hold_comment: {
        Args: { comment_id: string; reason: string }
        Returns: undefined
      }
      hold_photo: {
        Args: { photo_id: string; reason: string }
        Returns: undefined
      }
      increment_image_view_count: {
        Args: { image_uuid: string }
        Returns: undefined
      }
      is_indexed_quote: {
        Args: { quote: string }
        Returns: boolean
      }
      job_health: {
        Args: never
        Returns: { name: string; every: string; last_run_at: string; last_success_at: string; last_error: string }[]
      }
      lift_suspension: {
        Args: { user_id: string; reason: string }
        Returns: undefined
      }
      link_auction: {
        Args: { vehicle_id: string; auction_url: string; starts_at: string; ends_at: string }
        Returns: Database['public']['Tables']['auction_nominations']['Row']
      }
      mark_notice_read: {
        Args: { id: string }
        Returns: undefined
      }
      may_ask_research: {
        Args: { person: string }
        Returns: boolean
      }
      my_bet_questions: {
        Args: { vehicle_id?: string }
        Returns: Database['public']['Tables']['bet_questions']['Row'][]
      }
      my_digest: {
        Args: never
        Returns: string
      }
      my_vote_weight: {
        Args: { vehicle_id: string }
        Returns: Json
      }
      notice_settings: {
        Args: never
        Returns: { kind: string; about: string; way: string; usual: string }[]
      }
      offer_vehicle: {
        Args: { vehicle_id: string; private_entries?: boolean; costs?: boolean; documents?: boolean }
        Returns: Json
      }
      offered_vehicle: {
        Args: { vehicle_id: string; secret: string }
        Returns: Json
      }
      open_disputes: {
        Args: { limit?: number; after?: Json }
        Returns: { vehicle_id: string; vehicle: string; question: string; round: number; since: string; bet_type: string; currency: string; target_value: number; by_date: string; modification: string; result: Json; outcome_id: string; reason: string; bets: number; staked: number; is_own: boolean; disputes: Json; outcomes: Json }[]
      }
      open_reports: {
        Args: { limit?: number; after?: Json }
        Returns: { key: string; kind: string; vehicle_id: string; vehicle: string; comment_id: string; photo_id: string; spec_name: string; words: string; author_id: string; is_hidden: boolean; is_own: boolean; since: string; people: number; reports: Json; photo_url: string; photo_pass: string }[]
      }
      operator_acts: {
        Args: { limit?: number; before?: string }
        Returns: { at: string; operator_id: string; operator: string; act: string; about: string; reason: string; subject: string }[]
      }
      operator_overview: {
        Args: never
        Returns: { reports: number; disputes: number; unconfirmed: number; held_votes: number; held_comments: number; failing_jobs: number; set_aside: number; failing_sources: number; suspended: number; research_is_on: boolean }[]
      }
      order_photos: {
        Args: { vehicle_id: string; photo_ids: string[] }
        Returns: undefined
      }
      own_research_passages: {
        Args: { vehicle_id: string; words: string }
        Returns: { chunk_id: string; document_id: string; source_id: string; kind: string; authority: number; title: string; url: string; page: number; heading: string[]; body: string; char_start: number; published_at: string; fetched_at: string; make: string; model: string; year_from: number; year_to: number; trim: string; engine: string; subject_vehicle_id: string; author: string; may_ai_input: boolean; quoted: Json }[]
      }
      pause_source: {
        Args: { source_id: string; reason: string }
        Returns: undefined
      }
      person_exists: {
        Args: { user_id: string }
        Returns: boolean
      }
      prolong_research_lease: {
        Args: { vehicle_id: string; spec_name: string; researcher: string; token: number }
        Returns: boolean
      }
      record_image_views: {
        Args: { events: Json }
        Returns: Json
      }
      release_comment: {
        Args: { comment_id: string; reason: string }
        Returns: undefined
      }
      release_photo: {
        Args: { photo_id: string; reason: string }
        Returns: undefined
      }
      reopen_betting: {
        Args: { vehicle_id: string; question: string }
        Returns: Database['public']['Tables']['bet_questions']['Row']
      }
      report_build: {
        Args: { vehicle_id: string; outcome_id: string; finished_on: string; evidence: Json; note?: string }
        Returns: string
      }
      research_answer: {
        Args: { vehicle_id: string; spec_name: string }
        Returns: Json
      }
      research_budgets: {
        Args: never
        Returns: { name: string; value: string; about: string; used: number }[]
      }
      research_passages: {
        Args: { vehicle_id: string; words: string }
        Returns: { chunk_id: string; document_id: string; source_id: string; kind: string; authority: number; title: string; url: string; page: number; heading: string[]; body: string; char_start: number; published_at: string; fetched_at: string; make: string; model: string; year_from: number; year_to: number; trim: string; engine: string; subject_vehicle_id: string; author: string; may_ai_input: boolean; quoted: Json }[]
      }
      research_spending: {
        Args: never
        Returns: { day: string; calls: number; dollars: number }[]
      }
      reserve_research_call: {
        Args: { vehicle_id: string; person: string; dollars: number }
        Returns: string
      }
      retract_document: {
        Args: { document_id: string; reason?: string }
        Returns: undefined
      }
      retry_work: {
        Args: { work: string; reason: string; item?: string }
        Returns: number
      }
      reverse_settlement: {
        Args: { vehicle_id: string; question: string; reason: string }
        Returns: Database['public']['Tables']['bet_questions']['Row']
      }
      review_held_votes: {
        Args: { vehicle_id: string; decision: string; reason?: string }
        Returns: number
      }
      revise_bet: {
        Args: { bet_id: string; prediction?: Json; confidence_percent?: number; stake_amount?: number; client_id?: string }
        Returns: Database['public']['Tables']['vehicle_bets']['Row']
      }
      run_job_now: {
        Args: { name: string; reason: string }
        Returns: string
      }
      save_log_entry: {
        Args: { vehicle_id: string; entry_id: string; kind: string; title: string; happened: string; mileage?: number; mileage_unit?: string; done_by?: string; notes?: string; is_private?: boolean; cost?: number; currency?: string; document_id?: string }
        Returns: string
      }
      save_vehicle: {
        Args: { vehicle_id: string; model: string; year?: number; make?: string; description?: string; is_public?: boolean; trim?: string; engine?: string; gearbox?: string; colour?: string; mileage?: number; mileage_unit?: string; place?: string; chassis_number?: string; chassis_is_shown?: boolean }
        Returns: string
      }
      search_sources: {
        Args: { query: string; vehicle_id?: string; kinds?: string[]; limit?: number; offset?: number; sources?: string[]; published_from?: string; published_to?: string }
        Returns: { chunk_id: string; document_id: string; source_id: string; kind: string; authority: number; title: string; url: string; page: number; heading: string; snippet: string; char_start: number; char_end: number; score: number; published_at: string; fetched_at: string; is_public: boolean; may_ai_input: boolean; approximate: boolean }[]
      }
      set_digest: {
        Args: { every: string }
        Returns: undefined
      }
      set_notice_way: {
        Args: { kind: string; way: string }
        Returns: undefined
      }
      set_research_budget: {
        Args: { name: string; value: string; was: string; reason: string }
        Returns: undefined
      }
      settle_due: {
        Args: never
        Returns: number
      }
      settle_research_call: {
        Args: { call: string; spent: number }
        Returns: undefined
      }
      settled_questions: {
        Args: { limit?: number; after?: Json }
        Returns: { vehicle_id: string; vehicle: string; question: string; round: number; settled_at: string; state: string; bet_type: string; currency: string; target_value: number; by_date: string; modification: string; result: Json; reason: string; bets: number; staked: number; is_own: boolean; is_latest: boolean }[]
      }
      shown_prices: {
        Args: { vehicle_ids: string[] }
        Returns: { vehicle_id: string; currency: string; p10: number; p50: number; p90: number; people: number }[]
      }
      skip_forecast: {
        Args: { vehicle_id: string; bet_type: string }
        Returns: undefined
      }
      source_health: {
        Args: { of_source?: string }
        Returns: { source_id: string; title: string; kind: string; url: string; is_public: boolean; vehicle_id: string; documents: number; chunks: number; waiting: number; unindexed: number; refused: number; kept_though_refused: number; reasons: Json; last_crawl_at: string; last_crawl_ended_by: string; pages: number; changed: number; unchanged: number; failed: number; next_crawl_at: string; last_error: string; last_error_at: string; changed_at: string }[]
      }
      source_refusals: {
        Args: { of_source: string; limit?: number; offset?: number }
        Returns: { url: string; code: string; reason: string; at: string; kept: boolean }[]
      }
      store_document: {
        Args: { document: Json }
        Returns: Json
      }
      store_research: {
        Args: { vehicle_id: string; spec_name: string; value: string; answer: Json; researcher: string; token: number }
        Returns: boolean
      }
      suspend_member: {
        Args: { user_id: string; until: string; reason: string }
        Returns: undefined
      }
      take_research_lease: {
        Args: { vehicle_id: string; spec_name: string; researcher: string }
        Returns: number
      }
      turn_photo: {
        Args: { photo_id: string; quarter_turns: number; shown: string; widths: number[]; height: number; placeholder: string }
        Returns: boolean
      }
      unban_member: {
        Args: { user_id: string; reason?: string }
        Returns: undefined
      }
      unconfirmed_outcomes: {
        Args: { limit?: number; after?: Json }
        Returns: { id: string; vehicle_id: string; vehicle: string; kind: string; value: number; currency: string; sold: boolean; modification: string; occurred_at: string; evidence: Json; note: string; reported_by: string; reported_at: string; is_own: boolean }[]
      }
      unfollow: {
        Args: { vehicle_id?: string; question?: string; person_id?: string }
        Returns: undefined
      }
      vehicle_forecast: {
        Args: { vehicle_id: string; bet_type: string; modification?: string; currency?: string }
        Returns: Json
      }
      vehicle_insights: {
        Args: { vehicle_id: string; from?: string; to?: string }
        Returns: Json
      }
      vehicle_makes: {
        Args: never
        Returns: string[]
      }
      vehicle_offer: {
        Args: { vehicle_id: string }
        Returns: Json
      }
      vehicle_versions: {
        Args: { vehicle_ids: string[] }
        Returns: Json
      }
      withdraw_document: {
        Args: { document_id: string; reason: string }
        Returns: undefined
      }
      withdraw_offer: {
        Args: { vehicle_id: string }
        Returns: undefined
      }
      withdraw_outcome: {
        Args: { vehicle_id: string; outcome_id: string }
        Returns: undefined
      }
    }
    Enums: { [_ in never]: never }
    CompositeTypes: { [_ in never]: never }
  }
}
